import Datasets

/// Calls a text what the likelier of two models says, one of real texts and one of generated ones.
struct SpellingRule {
    private let real: SpellingModel, generated: SpellingModel
    private let order: Int

    /// Texts of either kind that are learned from, and that are tested, at most.
    private static let mostKnown = 20_000, mostTested = 10_000
    /// Characters of the texts of either kind that are learned from, at most, but for the first few texts.
    private static let mostCharacters = 1 << 19, fewest = 100
    /// Of a text beside its characters: its place in an array, and the head of what holds it where it is long.
    private static let bytesPerText = 48

    /// The last fifth of either kind says which order does best; the lowest among equals.
    init(real: [String], generated: [String]) {
        let symbols = SpellingSymbols(real + generated)
        func parts(_ texts: [String]) -> (known: ArraySlice<String>, aside: ArraySlice<String>) {
            let aside = min(max(1, texts.count / 5), FreshCritic.mostValidation)
            return (texts.dropLast(aside), texts.suffix(aside))
        }
        let (held, made) = (parts(real), parts(generated))
        self.real = SpellingModel(Array(held.known), symbols)
        self.generated = SpellingModel(Array(made.known), symbols)
        let outputs = (
            held.aside.map(Self.outputs(self.real, self.generated)),
            made.aside.map(Self.outputs(self.real, self.generated))
        )
        let right = (0..<SpellingModel.mostOrders).map { order in
            Accuracy(real: outputs.0.map { $0[order] }, fake: outputs.1.map { $0[order] }, threshold: 0).mean
        }
        order = right.indices.max { right[$0] < right[$1] || (right[$0] == right[$1] && $0 > $1) } ?? 0
    }

    func accuracy(real: some Collection<String>, generated: some Collection<String>) -> Accuracy {
        func outputs(_ texts: some Collection<String>) -> [Float] {
            texts.prefix(Self.mostTested).map { Self.outputs(self.real, self.generated)($0)[order] }
        }
        return Accuracy(real: outputs(real), fake: outputs(generated), threshold: 0)
    }

    /// By order: above 0 for real.
    private static func outputs(_ real: SpellingModel, _ generated: SpellingModel) -> (String) -> [Float] {
        { text in zip(real.logProbabilities(text), generated.logProbabilities(text)).map { Float($0 - $1) } }
    }
}

extension SpellingRule {
    /// Samples that are made at a time.
    private static let block = 1000

    /// How often models of training texts and of as many generated ones are right on held-out texts and yet others; nil
    /// where the data is no texts.
    static func accuracy(_ dataset: Dataset, generated: FreshCritic.Source) -> Accuracy? {
        guard dataset.kind == .text, dataset.training.count >= 2, dataset.heldOut.count > 0 else { return nil }
        let known = knownCount(dataset.training.count, length: dataset.shape[1])
        let made = stride(from: 0, to: known, by: block).flatMap { start in
            dataset.texts(generated(min(block, known - start), .reference, start / block))
        }
        let count = min(dataset.heldOut.count, mostTested)
        return SpellingRule(real: dataset.texts(dataset.training, first: known), generated: made).accuracy(
            real: dataset.texts(dataset.heldOut, first: count), generated: dataset.texts(generated(count, .test, 0)))
    }

    /// Bytes that it takes at its peak.
    static func byteCount(_ sizes: JudgingSizes) -> Int {
        let length = sizes.shape.count == 3 ? sizes.shape[1] : 0
        let known = knownCount(sizes.training, length: length)
        let models =
            2
            * SpellingModel.byteCount(
                symbols: known * (length + 1), different: sizes.shape.count == 3 ? sizes.shape[2] : 0)
        let texts = 2 * (known + min(sizes.heldOut, mostTested)) * (length + bytesPerText)
        return 4 * sizes.size * max(block, min(sizes.heldOut, mostTested)) + models + texts
    }

    private static func knownCount(_ count: Int, length: Int) -> Int {
        min(count, mostKnown, max(fewest, mostCharacters / max(1, length)))
    }

    /// As many of the first texts as are learned from.
    static func affordable(_ texts: ArraySlice<String>) -> [String] {
        var characters = 0
        return texts.prefix(mostKnown).enumerated().prefix {
            characters += $1.count
            return $0 < fewest || characters <= mostCharacters
        }.map(\.element)
    }
}
