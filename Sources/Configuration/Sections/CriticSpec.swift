/// The fresh critic that judges the frozen generator.
public struct CriticSpec: Hashable, Sendable {
    /// Iterations of the run between critics; nil: only at the end.
    public var every: Int?
    /// Updates of the critic, at most; 0: no critic.
    public var iterations = 10_000
    /// Real samples in an update, and as many generated ones.
    public var batchSize = 128
    public var learningRate = 1e-3
    /// Held-out real samples, and as many generated ones, to be tested on, at most.
    public var samples = 10_000
    /// nil: the run's own discriminator's where they are convolutions, else dense layers.
    public var layers: [Choice]?

    public init() {}
}

extension CriticSpec {
    static let form = SectionForm(
        "critic", "A fresh critic: a new discriminator that judges the frozen generator.",
        details: """
            The discriminator in training may be too weak to see a difference, or the generator may have learned to
            fool it. So a new discriminator, which the generator has never met, learns to tell the training samples
            from generated ones until it gets no better on samples set aside, and is tested once on held-out real samples and
            new generated ones (a classifier two-sample test, Lopez-Paz & Oquab 2017). At equilibrium it is right half
            of the time.

            It sees single samples, with discriminator.pack too: the distance of packs grows with their size, so a critic
            of packs would say nothing of how far the samples are from the data, and runs with other packs could not be
            compared. Missing modes, which packs show, are measured by themselves (critic.csv).
            """,
        fields: [
            Field(
                "iterations", \.iterations, .integer(0...1_000_000), default: .integer(CriticSpec().iterations),
                "updates of the critic, at most: it stops where it has levelled off; 0: no critic"),
            Field(
                "every", \.every, .integer(FieldRanges.anyCount), default: .null,
                "iterations of the run between critics; default: only at the end"),
            Field(
                "layers", \.layers, .choices(.layers), default: .null,
                "of the critic; default: the discriminator's own if convolutional, else three dense layers of 256, of 384 "
                    + "for samples of 3 to 63 numbers, with layer_norm and a plain network beside for more than 3"),
            Field(
                "samples", \.samples, .integer(2...10_000_000), default: .integer(CriticSpec().samples),
                "held-out real samples, and as many generated ones, to be tested on, at most"),
            Field(
                "batch_size", \.batchSize, .integer(1...65536), default: .integer(CriticSpec().batchSize),
                "real samples in an update, and as many generated ones"),
            Field(
                "learning_rate", \.learningRate, .real(.positive), default: .real(CriticSpec().learningRate),
                "of the critic's optimizer, which is Adam"),
        ],
        blank: CriticSpec(),
        example: "evaluation: {critic: {iterations: 2000, layers: [dense: 512, leaky_relu: 0.2, dense: 1]}}")
}
