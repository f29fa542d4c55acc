import Formats

/// Lines of a file as texts in an alphabet that several files share.
public struct SampleTexts: Sendable {
    /// Of each sample as the file has it, from the first character to the last.
    public let lines: [String]
    /// Characters of each.
    public let lengths: [Int]
    /// Places of a sample, and symbols that may stand there: shape [1, length, width].
    let length: Int
    let alphabet: Alphabet

    /// Characters of a sample at most, unless more are asked for: what critics learn from in a minute.
    static let usualLength = 128
    /// As of the `text` dataset.
    public static let mostLength = 1024
    /// Symbols beside the end, which metrics count in a byte.
    public static let mostSymbols = 255

    /// How many are longer than a sample, and so are seen up to its last place.
    public var cutCount: Int { lengths.count { $0 > length } }
    /// Characters of a text that judges see, at most.
    public var seen: Int { length }
    /// Characters that share a symbol, being rare.
    public var othersCount: Int { alphabet.othersCount }

    /// The symbols of each text, one after another, filled up with the end.
    var values: [Double] {
        var values: [Double] = []
        values.reserveCapacity(lines.count * length)
        for line in lines {
            let places = alphabet.places(line.prefix(length)) ?? []
            values += places.map(Double.init) + [Double](repeating: 0, count: length - places.count)
        }
        return values
    }

    /// Some texts, in that order, one-hot.
    /// - Parameter values: as `values`.
    func samples(_ rows: some Collection<Int>, _ values: ArrayNumbers) -> Samples {
        alphabet.samples(
            rows.map { row in values[row * length..<(row + 1) * length].map { Int($0) } }, length: length)
    }
}
