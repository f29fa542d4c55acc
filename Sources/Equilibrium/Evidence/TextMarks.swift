import Datasets

/// What can be counted of real and generated texts without reading them: how long each is, and which characters stand
/// in it. Nothing is learned here, so every text counts.
public struct TextMarks: Hashable, Sendable {
    private let real: [String], generated: [String]
    /// Characters of each text.
    let realLengths: [Int], generatedLengths: [Int]
    /// How many texts have each character at least once.
    public let characters: ColumnShares

    /// Of the texts of one kind.
    public struct Lengths: Hashable, Sendable {
        public let mean: Double, least: Int, greatest: Int

        init(_ lengths: [Int]) {
            mean = lengths.map(Double.init).mean
            (least, greatest) = (lengths.min() ?? 0, lengths.max() ?? 0)
        }
    }

    public var lengths: (real: Lengths, generated: Lengths) { (Lengths(realLengths), Lengths(generatedLengths)) }

    public init(real: [String], generated: [String]) {
        (self.real, self.generated) = (real, generated)
        (realLengths, generatedLengths) = (real.map(\.count), generated.map(\.count))
        func counts(_ texts: [String]) -> [Character: Int] {
            var counts: [Character: Int] = [:]
            for text in texts { for character in Set(text) { counts[character, default: 0] += 1 } }
            return counts
        }
        let (held, made) = (counts(real), counts(generated))
        characters = ColumnShares(
            real: real.count, generated: generated.count,
            Set(held.keys).union(made.keys).sorted().map {
                ("text", .category(String($0)), held[$0] ?? 0, made[$0] ?? 0)
            })
    }

    /// Of held-out samples and generated ones, row major; nil where the data is no texts.
    init?(_ dataset: Dataset, generated: [Float]) {
        guard dataset.kind == .text, !generated.isEmpty, dataset.heldOut.count > 0 else { return nil }
        self.init(real: dataset.texts(dataset.heldOut, first: .max), generated: dataset.texts(generated))
    }

    /// How often models of all but the first texts of either kind are right on these; nil where there are too few to
    /// learn from.
    func spelling(realHeldOut: Int, generatedHeldOut: Int) -> Accuracy? {
        let (known, made) = (real.dropFirst(realHeldOut), generated.dropFirst(generatedHeldOut))
        guard min(known.count, made.count) >= 2 else { return nil }
        let count = min(realHeldOut, generatedHeldOut)
        return SpellingRule(real: SpellingRule.affordable(known), generated: SpellingRule.affordable(made))
            .accuracy(real: real.prefix(count), generated: generated.prefix(count))
    }
}

extension Dataset {
    /// What the first of some samples of texts stand for.
    func texts(_ samples: Samples, first count: Int) -> [String] {
        samples.withFirst(count) { values, count in
            let size = samples.size
            return (0..<count).map {
                units.cells(Array(UnsafeBufferPointer(start: values + $0 * size, count: size))[...])[0]
            }
        }
    }

    /// What samples of texts stand for.
    /// - Parameter values: row major.
    func texts(_ values: [Float]) -> [String] {
        let size = heldOut.size
        return stride(from: 0, to: values.count, by: size).map { units.cells(values[$0..<$0 + size])[0] }
    }
}
