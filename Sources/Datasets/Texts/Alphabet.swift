/// The characters that texts are made of. Symbol 0 is the end of a text, which fills up shorter ones; symbol i is the
/// i-th character in the order of their code points.
struct Alphabet: Sendable {
    let symbols: [Character]
    /// Characters beyond these, which share a last symbol.
    let othersCount: Int
    private let known: [Character: Int]

    /// The most frequent characters.
    /// - Parameter takesOthers: whether what is beyond the `most` symbols shares the last of them, rather than being
    ///   unknown.
    init(_ texts: [[Character]], most: Int, takesOthers: Bool = false) {
        var counts: [Character: Int] = [:]
        for text in texts { for character in text { counts[character, default: 0] += 1 } }
        let hasOthers = takesOthers && counts.count > most
        let frequent = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(hasOthers ? most - 1 : most)
        othersCount = hasOthers ? counts.count - frequent.count : 0
        symbols = frequent.map(\.key).sorted()
        known = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, $0 + 1) })
    }

    private var hasOthers: Bool { othersCount > 0 }

    /// Symbols in all, with the end.
    var width: Int { symbols.count + (hasOthers ? 2 : 1) }

    /// Symbols of a text, from 1; nil where it has characters that have none.
    func places(_ text: some Collection<Character>) -> [Int]? {
        let found = text.compactMap { known[$0] ?? (hasOthers ? symbols.count + 1 : nil) }
        return found.count == text.count ? found : nil
    }

    /// Texts of at most `length` symbols as samples of shape [1, length, width]: for each place 1 for its symbol.
    func samples(_ texts: some Collection<some Collection<Int>>, length: Int) -> Samples {
        var values = [Float](repeating: 0, count: texts.count * length * width)
        for (sample, places) in texts.enumerated() {
            let start = sample * length
            for (position, symbol) in places.enumerated() { values[(start + position) * width + symbol] = 1 }
            for position in places.count..<length { values[(start + position) * width] = 1 }
        }
        return Samples(shape: [1, length, width], count: texts.count, values: values)
    }
}
