/// What the networks do at one point of a run: the discriminator's outputs on samples that it has not trained on, and
/// the means of what was seen in training since the evaluation before.
public struct Evaluation: Hashable, Sendable {
    /// Iterations completed.
    public let iteration: Int
    /// The discriminator's outputs, before any sigmoid, on held-out real samples.
    public let realOutputs: [Float]
    /// The same on as many freshly generated samples.
    public let fakeOutputs: [Float]
    /// Those samples, row major; empty where nobody kept them.
    public let generated: [Float]
    /// Means over the updates since the last evaluation; nil where there was none. The discriminator's loss is its mean
    /// over real plus its mean over generated samples.
    public let discriminatorLoss: Double?, generatorLoss: Double?
    /// Means over the updates since the last evaluation of the norm of the whole gradient, before clipping.
    public let discriminatorGradientNorm: Double?, generatorGradientNorm: Double?
    /// What entries keep from update to update, as it stands, by `RunSpec.rememberedNames`.
    public let remembered: [String: Double]

    public init(
        iteration: Int, realOutputs: [Float], fakeOutputs: [Float], generated: [Float] = [],
        discriminatorLoss: Double?, generatorLoss: Double?, discriminatorGradientNorm: Double?,
        generatorGradientNorm: Double?, remembered: [String: Double] = [:]
    ) {
        self.remembered = remembered
        self.iteration = iteration
        self.realOutputs = realOutputs
        self.fakeOutputs = fakeOutputs
        self.generated = generated
        self.discriminatorLoss = discriminatorLoss
        self.generatorLoss = generatorLoss
        self.discriminatorGradientNorm = discriminatorGradientNorm
        self.generatorGradientNorm = generatorGradientNorm
    }
}
