import Equilibrium

/// The mean of a few independent values and how well it is known.
public struct Estimate: Hashable, Sendable {
    public let mean: Double
    /// Half the width of the 95 % interval of the mean, by Student's t; nil for a single value.
    public let margin: Double?
    public let count: Int
    /// The least and the largest of the values.
    public let least: Double, largest: Double

    /// nil of no values. Values that are not finite give a mean that is not finite, and no margin.
    public init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let n = Double(values.count)
        let mean = values.mean
        self.mean = mean
        count = values.count
        least = values.min() ?? mean
        largest = values.max() ?? mean
        guard values.count > 1, mean.isFinite else {
            margin = nil
            return
        }
        margin = StudentT.quantile(0.975, degrees: n - 1) * (values.sampleVariance / n).squareRoot()
    }

    /// The ends of the 95 % interval of the mean, cut off where values cannot lie; nil for fewer than three values: of
    /// two Student's t makes an interval that is thirteen times as wide as they are apart.
    func interval(within limits: ClosedRange<Double>?) -> Interval? {
        guard count > 2, let margin else { return nil }
        let limits = limits ?? -.infinity ... .infinity
        return Interval(max(limits.lowerBound, mean - margin), min(limits.upperBound, mean + margin))
    }
}
