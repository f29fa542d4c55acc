/// How often a discriminator is right, on real samples and on generated ones.
///
/// A real sample is judged right above the threshold, a generated one below it; a tie counts half on both sides, so
/// that a discriminator that always gives the threshold scores 0.5 / 0.5.
public struct Accuracy: Hashable, Sendable {
    /// The share of real samples called real.
    public let real: Proportion
    /// The share of generated samples called generated.
    public let fake: Proportion
    /// The mean of the two, whatever the numbers of samples.
    public let mean: Double
    /// Of the mean: see `interval(_:_:)`.
    public let interval: Interval

    /// `threshold`: the discriminator's output, before any sigmoid, at which the two sides meet.
    public init(real: [Float], fake: [Float], threshold: Double) {
        // Outputs are single precision; a constant output equal to the threshold must tie.
        let boundary = Float(threshold)
        self.init(
            real: Proportion(successes: Self.count(real, above: boundary), count: real.count),
            fake: Proportion(
                successes: Double(fake.count) - Self.count(fake, above: boundary), count: fake.count))
    }

    public init(real: Proportion, fake: Proportion) {
        self.real = real
        self.fake = fake
        mean = (real.value + fake.value) / 2
        interval = Self.interval(real, fake)
    }

    /// |mean - 0.5|.
    public var distance: Double { abs(mean - 0.5) }

    private static func count(_ outputs: [Float], above boundary: Float) -> Double {
        var twice = 0
        for output in outputs { twice += output > boundary ? 2 : (output == boundary ? 1 : 0) }
        return Double(twice) / 2
    }

    /// The 95 % interval of the mean of two independent proportions, recovered from their Wilson intervals: the
    /// distance from the mean to each end is the root of the sum of the squared halves of theirs. Newcombe 1998, method
    /// 10; Zou & Donner 2008 for sums. Pooling both sides into one proportion instead would overstate the variance
    /// where the two differ, as with 1.0 / 0.0.
    static func interval(_ a: Proportion, _ b: Proportion) -> Interval {
        interval((a, a.interval), (b, b.interval))
    }

    /// The interval of the mean at confidence 1 - `level`.
    public func interval(level: Double) -> Interval {
        Self.interval((real, real.interval(level: level)), (fake, fake.interval(level: level)))
    }

    private static func interval(_ a: (Proportion, Interval), _ b: (Proportion, Interval)) -> Interval {
        guard a.0.count > 0, b.0.count > 0 else { return Interval(0, 1) }
        func norm(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() / 2 }
        let mean = (a.0.value + b.0.value) / 2
        return Interval(
            max(0, mean - norm(a.0.value - a.1.lower, b.0.value - b.1.lower)),
            min(1, mean + norm(a.1.upper - a.0.value, b.1.upper - b.0.value)))
    }
}
