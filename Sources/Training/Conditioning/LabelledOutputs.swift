/// What a conditional discriminator says of samples that it has not trained on, beside their labels.
public struct LabelledOutputs: Hashable, Sendable {
    /// Before any sigmoid, of held-out real samples and of generated ones, as `Evaluation` has them.
    public let real: [Float], fake: [Float]
    public let realLabels: [UInt8], fakeLabels: [UInt8]

    public init(real: [Float], realLabels: [UInt8], fake: [Float], fakeLabels: [UInt8]) {
        (self.real, self.realLabels, self.fake, self.fakeLabels) = (real, realLabels, fake, fakeLabels)
    }
}

extension Trainer {
    /// The outputs that `evaluate` has of the networks as they stand, with their labels; nothing is changed.
    /// - Returns: nil where the game is played without labels.
    public func labelledOutputs(samples: Int) -> LabelledOutputs? {
        let answers = answers(samples: samples)
        let (real, fake) = (answers.real, answers.fake)
        guard let fakeLabels = labels(count: fake.count, stream: .evaluationNoise, at: iteration),
            let realLabels = dataset.heldOut.labels, realLabels.count >= real.count
        else { return nil }
        return LabelledOutputs(
            real: real, realLabels: Array(realLabels.prefix(real.count)), fake: fake, fakeLabels: fakeLabels)
    }
}
