/// The text that a sample stands for, as numbers of symbols.
public enum TextSymbols {
    /// The most probable symbol of each place, up to the first end, which is symbol 0 and not among them.
    /// - Parameters:
    ///   - sample: [places, symbols], row major.
    ///   - width: the number of symbols, with the end.
    public static func of(_ sample: ArraySlice<Float>, width: Int) -> [Int] {
        var text: [Int] = []
        for start in stride(from: sample.startIndex, to: sample.endIndex, by: width) {
            var best = start
            for place in start..<start + width where sample[place] > sample[best] { best = place }
            if best == start { break }
            text.append(best - start)
        }
        return text
    }
}
