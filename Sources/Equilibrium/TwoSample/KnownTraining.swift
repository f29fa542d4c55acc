import Datasets

/// What the generator was trained on.
public struct KnownTraining: Sendable {
    public let samples: Samples
    /// Generated and real samples that equal one of them.
    public let generatedCopies: Int, realCopies: Int

    public init(samples: Samples, generatedCopies: Int, realCopies: Int) {
        self.samples = samples
        self.generatedCopies = generatedCopies
        self.realCopies = realCopies
    }
}
