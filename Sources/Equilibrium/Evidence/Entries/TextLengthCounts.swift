/// Whether texts of each length come as often among generated ones as among real ones.
struct TextLengthCounts: EvidenceJudge {
    static let name = "lengths"
    static let title = "the count of texts' lengths"
    static let help =
        "texts: each is called what most others of about its length are among half of the texts; how wide \"about\" is, is chosen there, and the other half is tested"
    static let statistic = "accuracy, mean of both kinds"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool {
        exhibit.texts.map { min($0.realLengths.count, $0.generatedLengths.count) >= 2 } ?? false
    }

    /// Every second text, of as many of either kind as there are of both, makes the rule and the others test it.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        guard let texts = exhibit.texts else { preconditionFailure("asked only where there are texts") }
        let count = min(texts.realLengths.count, texts.generatedLengths.count)
        func half(_ lengths: [Int], _ parity: Int) -> [Int] {
            stride(from: parity, to: count, by: 2).map { lengths[$0] }
        }
        let rule = LengthRule(real: half(texts.realLengths, 0), generated: half(texts.generatedLengths, 0))
        return Finding(
            judge: name,
            Accuracy(
                real: half(texts.realLengths, 1).map(rule.output),
                fake: half(texts.generatedLengths, 1).map(rule.output), threshold: 0), level: level)
    }
}

/// Calls a length what most known texts within a window about it are: the nearest-neighbour rule of whole numbers. A
/// window of one length tells even lengths from odd ones, a wide one sees that generated texts are a little too long.
private struct LengthRule {
    private let counts: LengthCounts
    private let window: Int

    /// Takes the window that is right most often on these texts, each left out of the counts that judge it; of windows
    /// that are right as often the widest.
    init(real: [Int], generated: [Int]) {
        let counts = LengthCounts(real: real, generated: generated)
        self.counts = counts
        let widest = counts.range
        var best = (window: widest, right: -1)
        for window in sequence(first: widest, next: { $0 > 0 ? $0 / 2 : nil }) {
            // Twice the number of right answers.
            let right = counts.lengths.reduce(0) { sum, length in
                let around = counts.excess(about: length, within: window)
                return sum + counts.real(length) * (1 + (around - 1).signum())
                    + counts.generated(length) * (1 - (around + 1).signum())
            }
            if right > best.right { best = (window, right) }
        }
        window = best.window
    }

    /// Above 0 for real, below for generated.
    func output(_ length: Int) -> Float { Float(counts.excess(about: length, within: window)) }
}

/// How many known texts of either kind have which length.
private struct LengthCounts {
    /// Different lengths, in rising order.
    let lengths: [Int]
    private let counts: [Int: (real: Int, generated: Int)]
    /// Of lengths below each place: real texts less generated ones.
    private let sums: [Int]

    init(real: [Int], generated: [Int]) {
        var counts: [Int: (real: Int, generated: Int)] = [:]
        for length in real { counts[length, default: (0, 0)].real += 1 }
        for length in generated { counts[length, default: (0, 0)].generated += 1 }
        self.counts = counts
        lengths = counts.keys.sorted()
        sums = lengths.reduce(into: [0]) { sums, length in
            let count = counts[length] ?? (0, 0)
            sums.append(sums[sums.count - 1] + count.real - count.generated)
        }
    }

    /// From the shortest to the longest.
    var range: Int { (lengths.last ?? 0) - (lengths.first ?? 0) }

    func real(_ length: Int) -> Int { counts[length]?.real ?? 0 }
    func generated(_ length: Int) -> Int { counts[length]?.generated ?? 0 }

    /// Real texts less generated ones, of lengths within `window` of one.
    func excess(about length: Int, within window: Int) -> Int {
        sums[place(after: length + window)] - sums[place(after: length - window - 1)]
    }

    /// How many different lengths are at most this.
    private func place(after length: Int) -> Int {
        var (low, high) = (0, lengths.count)
        while low < high {
            let middle = (low + high) / 2
            if lengths[middle] <= length { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
