/// "Did you mean": the name closest to a word that nobody knows.
public enum Similarity {
    /// The candidate within a third of the word's length in edits (at least one), or the only one that the word is
    /// short for; else nil. Case does not count.
    public static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        let letters = Array(word.lowercased())
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased())
            guard abs(other.count - letters.count) <= limit else { continue }
            let distance = distance(letters, other)
            // As many edits as letters is another word, not a slip.
            guard distance <= limit, distance < max(letters.count, other.count) else { continue }
            if distance < (best?.distance ?? .max) { best = (candidate, distance) }
        }
        return best?.name ?? longForm(of: letters, in: candidates)
    }

    /// The only candidate that is meant by its first letters (`lr`, learning_rate) or its beginning (`iter`,
    /// iterations).
    private static func longForm(of letters: [Character], in candidates: some Sequence<String>) -> String? {
        let meant = candidates.filter { candidate in
            let other = candidate.lowercased()
            let initials = other.split(separator: "_").compactMap(\.first)
            return letters.count >= 2 && initials == letters
                || letters.count >= 3 && letters.count < other.count && other.starts(with: letters)
        }
        return meant.count == 1 ? meant[0] : nil
    }

    /// Damerau-Levenshtein distance in its optimal string alignment form: insertions, deletions, substitutions and
    /// swaps of neighbours, no stretch edited twice.
    public static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var current = [i + 1]
            for j in b.indices {
                var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[b.count]
    }
}
