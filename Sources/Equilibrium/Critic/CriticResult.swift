import Foundation

/// What a fresh critic found on samples that it had not seen.
public struct CriticResult: Hashable, Sendable {
    /// Of the run: the generator was frozen as it was after it.
    public let iteration: Int
    /// Which critic it was, as `FreshCritic.maker` says: accuracies of different ones do not compare.
    public let maker: String
    /// On held-out real samples and on as many generated ones.
    public let accuracy: Accuracy
    /// Mean over both kinds of -ln(probability given to the right answer), in nats, and its standard error.
    public let crossEntropy: Double, crossEntropyError: Double
    public let areaUnderCurve: Double
    /// Updates of the critic up to the state that was tested.
    public let updates: Int
    /// Real samples that the critic learned from.
    public let trainedOn: Int
    /// Whether it had stopped getting better on the samples set aside before its updates were spent. One that had not
    /// might have seen more.
    public let isLevelled: Bool

    /// An output this close to 0, a probability between 0.4975 and 0.5025, is undecided and counts half. Without this,
    /// samples that differ in the last bits of a float could be told apart.
    static let undecided: Float = 0.01

    /// From a record.
    public init(
        iteration: Int, maker: String = "", accuracy: Accuracy, crossEntropy: Double, crossEntropyError: Double,
        areaUnderCurve: Double, updates: Int, trainedOn: Int, isLevelled: Bool = true
    ) {
        self.maker = maker
        self.iteration = iteration
        self.accuracy = accuracy
        self.crossEntropy = crossEntropy
        self.crossEntropyError = crossEntropyError
        self.areaUnderCurve = areaUnderCurve
        self.updates = updates
        self.trainedOn = trainedOn
        self.isLevelled = isLevelled
    }

    /// Outputs are logits of the probability of being real.
    init(
        iteration: Int, maker: String, realOutputs: [Float], fakeOutputs: [Float], updates: Int, trainedOn: Int,
        isLevelled: Bool
    ) {
        func decided(_ outputs: [Float]) -> [Float] { outputs.map { abs($0) < Self.undecided ? 0 : $0 } }
        let (real, fake) = (decided(realOutputs), decided(fakeOutputs))
        let (onReal, onFake) = (CrossEntropy(realOutputs, isReal: true), CrossEntropy(fakeOutputs, isReal: false))
        self.init(
            iteration: iteration, maker: maker, accuracy: Accuracy(real: real, fake: fake, threshold: 0),
            crossEntropy: (onReal.mean + onFake.mean) / 2,
            crossEntropyError: (onReal.squaredError + onFake.squaredError).squareRoot() / 2,
            areaUnderCurve: Ranking.areaUnderCurve(real: real, fake: fake), updates: updates, trainedOn: trainedOn,
            isLevelled: isLevelled)
    }

    /// Samples of both kinds together.
    public var samples: Int { accuracy.real.count + accuracy.fake.count }

    /// The decimal logarithm of the probability of an accuracy at least as far from 0.5 if both kinds were distributed
    /// alike: see `RuleTest`.
    public var logPValue: Double { RuleTest(accuracy).logPValue }

    public var pValue: Double { pow(10, logPValue) }

    /// "p = 0.012", "p = 3.1e-40", "p < 1e-300".
    public var pValueText: String { PValue.text(log10: logPValue) }

    /// The Jensen-Shannon divergence in nats is at least ln 2 - cross-entropy, since no classifier has a smaller
    /// cross-entropy than ln 2 - divergence (Goodfellow et al. 2014, theorem 1). The estimate, and the ends of its 95 %
    /// interval; never below 0. The largest possible is ln 2.
    public var jensenShannon: Bound {
        func bound(_ crossEntropy: Double) -> Double { max(0, log(2) - crossEntropy) }
        return Bound(
            estimate: bound(crossEntropy),
            interval: Interval(
                bound(crossEntropy + Interval.z * crossEntropyError),
                bound(crossEntropy - Interval.z * crossEntropyError)))
    }

    /// A lower bound, itself estimated from samples.
    public struct Bound: Hashable, Sendable {
        public let estimate: Double
        public let interval: Interval
    }
}
