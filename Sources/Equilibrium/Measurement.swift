import Training

/// One evaluation of a run: how the discriminator in training does on held-out real samples and on fresh generated
/// ones, and what the losses were on the way there.
public struct Measurement: Hashable, Sendable {
    public let iteration: Int
    public let accuracy: Accuracy
    /// The output, in the units of `realOutput`, above which a sample counted as called real.
    public let threshold: Double
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
    /// Of the generated samples; nil where it was not measured.
    public let diversity: Diversity?
    /// What entries of the run keep from update to update, by name.
    public let remembered: [String: Double]

    /// A discriminator that gives everything one output, the constant of equilibrium, has a coin's accuracy: on which
    /// side of the threshold the last bits fall says nothing. The Dirac-GAN, where it converges, comes to that.
    /// - Parameter earlier: the run's evaluations before this one.
    public init(
        _ evaluation: Evaluation, _ expectation: Expectation, after earlier: [Measurement] = [],
        diversity: Diversity? = nil
    ) {
        let real = evaluation.realOutputs
        let fake = evaluation.fakeOutputs
        iteration = evaluation.iteration
        let realSide = Self.meanAndSquares(real, expectation.output)
        let fakeSide = Self.meanAndSquares(fake, expectation.output)
        realOutput = realSide.mean
        fakeOutput = fakeSide.mean
        outputDeviation = ((realSide.squares + fakeSide.squares) / Double(real.count + fake.count)).squareRoot()
        let natural = expectation.equilibrium.threshold
        let (found, boundary) =
            natural.map { (Accuracy(real: real, fake: fake, threshold: $0), $0) }
            ?? Ranking.accuracyAtValidatedThreshold(real: real, fake: fake)
        threshold = expectation.output.display(boundary)
        let tolerance = VerdictThresholds.oneOutput * expectation.outputScale(earlier)
        let isOneOutput = abs(realOutput - fakeOutput) < tolerance && outputDeviation < tolerance
        let isTied = isOneOutput && expectation.isAtConstant((realOutput + fakeOutput) / 2)
        accuracy = isTied ? Accuracy(real: .coin(found.real.count), fake: .coin(found.fake.count)) : found
        areaUnderCurve = isTied ? 0.5 : Ranking.areaUnderCurve(real: real, fake: fake)
        discriminatorLoss = evaluation.discriminatorLoss
        generatorLoss = evaluation.generatorLoss
        discriminatorGradientNorm = evaluation.discriminatorGradientNorm
        generatorGradientNorm = evaluation.generatorGradientNorm
        self.diversity = diversity
        remembered = evaluation.remembered
    }

    /// A measurement made earlier, from its record.
    public init(
        iteration: Int, accuracy: Accuracy, threshold: Double, areaUnderCurve: Double, realOutput: Double,
        fakeOutput: Double, outputDeviation: Double, discriminatorLoss: Double?, generatorLoss: Double?,
        discriminatorGradientNorm: Double?, generatorGradientNorm: Double?, diversity: Diversity? = nil,
        remembered: [String: Double] = [:]
    ) {
        self.remembered = remembered
        self.iteration = iteration
        self.accuracy = accuracy
        self.threshold = threshold
        self.areaUnderCurve = areaUnderCurve
        self.realOutput = realOutput
        self.fakeOutput = fakeOutput
        self.outputDeviation = outputDeviation
        self.discriminatorLoss = discriminatorLoss
        self.generatorLoss = generatorLoss
        self.discriminatorGradientNorm = discriminatorGradientNorm
        self.generatorGradientNorm = generatorGradientNorm
        self.diversity = diversity
    }

    /// Whether the mean accuracy is near a half, and not because one answer is given to nearly everything.
    public var isNearEquilibrium: Bool { accuracy.distance < VerdictThresholds.nearHalf && !isOneSided }

    /// Whether one answer is given to nearly everything.
    var isOneSided: Bool {
        abs(accuracy.real.value - accuracy.fake.value) >= VerdictThresholds.oneSidedGap
    }

    /// Whether there was an accuracy to measure: a threshold that is sought on half of the samples leaves nothing of
    /// one.
    public var isMeasured: Bool { accuracy.mean.isFinite }

    /// The mean and the sum of squared distances from it.
    private static func meanAndSquares(
        _ outputs: [Float], _ reading: DiscriminatorOutput
    ) -> (mean: Double, squares: Double) {
        let values = outputs.map { reading.display(Double($0)) }
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
    }
}

extension Expectation {
    /// What differences between outputs are measured by: 1 where the loss fixes the constant of equilibrium, so that
    /// outputs are probabilities or near their targets; else, where only their order has a meaning, the largest gap
    /// between the mean outputs for real and for generated samples that the run has shown.
    func outputScale(_ course: some Sequence<Measurement>) -> Double {
        equilibrium.output != nil ? 1 : course.reduce(0) { max($0, abs($1.realOutput - $1.fakeOutput)) }
    }
}
