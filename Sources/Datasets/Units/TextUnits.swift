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
        [String(places(sample).prefix { $0 > 0 }.map { symbols[$0 - 1] })]
    }

    func snap(_ values: [Float]) -> [Float]? {
        var result = [Float](repeating: 0, count: values.count)
        let size = length * width
        for first in stride(from: 0, to: values.count, by: size) {
            for (position, place) in places(values[first..<first + size]).enumerated() {
                result[first + position * width + place] = 1
            }
        }
        return result
    }

    /// The symbol at each place; behind the first end there are ends alone.
    private func places(_ sample: ArraySlice<Float>) -> [Int] {
        var hasEnded = false
        return (0..<length).map { position in
            let start = sample.startIndex + position * width
            var best = start
            for place in start..<start + width where sample[place] > sample[best] { best = place }
            hasEnded = hasEnded || best == start
            return hasEnded ? 0 : best - start
        }
    }
}
