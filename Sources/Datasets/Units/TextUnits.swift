/// Texts: at each place the character that is most probable, up to the first end, which is symbol 0.
struct TextUnits: SampleUnits {
    let header: [String]? = ["text"]
    private let length: Int
    private let symbols: [Character]

    init(length: Int, _ symbols: [Character]) { (self.length, self.symbols) = (length, symbols) }

    private var width: Int { symbols.count + 1 }

    var element: SampleElement? { nil }

    /// Traps: texts are no numbers.
    func numbers(_ sample: ArraySlice<Float>) -> [Double] { preconditionFailure("texts are no numbers") }

    func cells(_ sample: ArraySlice<Float>) -> [String] {
        [String(TextSymbols.of(sample, width: width).map { symbols[$0 - 1] })]
    }

    func snap(_ values: [Float]) -> [Float]? {
        var result = [Float](repeating: 0, count: values.count)
        let size = length * width
        for first in stride(from: 0, to: values.count, by: size) {
            let text = TextSymbols.of(values[first..<first + size], width: width)
            for position in 0..<length {
                result[first + position * width + (position < text.count ? text[position] : 0)] = 1
            }
        }
        return result
    }
}
