import Training

/// One evaluation of a run: how the discriminator in training does on held-out real samples and on fresh generated
/// ones, and what the losses were on the way there.
public struct Measurement: Hashable, Sendable {
    public let iteration: Int
    public let accuracy: Accuracy
    /// Of the discriminator's outputs, ties counted half.
    public let areaUnderCurve: Double
    /// Mean output: a probability for losses on probabilities, else the plain number.
    public let realOutput: Double, fakeOutput: Double
    /// Standard deviation of all outputs, real and fake together around their own means, in the same units.
    public let outputDeviation: Double
    /// Means over the updates since the last evaluation; nil where there was none.
    public let discriminatorLoss: Double?, generatorLoss: Double?
    /// Means over the updates since the last evaluation of the norm of the whole gradient, before clipping.
    public let discriminatorGradientNorm: Double?, generatorGradientNorm: Double?

    public init(_ evaluation: Evaluation, _ expectation: Expectation) {
        let real = evaluation.realOutputs
        let fake = evaluation.fakeOutputs
        iteration = evaluation.iteration
        if let threshold = expectation.equilibrium.threshold {
            accuracy = Accuracy(real: real, fake: fake, threshold: threshold)
        } else {
            accuracy = Ranking.accuracyAtValidatedThreshold(real: real, fake: fake)
        }
        areaUnderCurve = Ranking.areaUnderCurve(real: real, fake: fake)
        let realSide = Self.meanAndSquares(real, expectation.output)
        let fakeSide = Self.meanAndSquares(fake, expectation.output)
        realOutput = realSide.mean
        fakeOutput = fakeSide.mean
        outputDeviation = ((realSide.squares + fakeSide.squares) / Double(real.count + fake.count)).squareRoot()
        discriminatorLoss = evaluation.discriminatorLoss
        generatorLoss = evaluation.generatorLoss
        discriminatorGradientNorm = evaluation.discriminatorGradientNorm
        generatorGradientNorm = evaluation.generatorGradientNorm
    }

    /// The mean and the sum of squared distances from it.
    private static func meanAndSquares(
        _ outputs: [Float], _ reading: DiscriminatorOutput
    ) -> (mean: Double, squares: Double) {
        let values = outputs.map { reading.display(Double($0)) }
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
    }
}
