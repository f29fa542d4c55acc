/// A closed interval of plausible values at 95 % confidence.
public struct Interval: Hashable, Sendable {
    public let lower: Double, upper: Double

    public init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    public func contains(_ x: Double) -> Bool { lower <= x && x <= upper }

    /// The 97.5 % quantile of the standard normal distribution.
    public static let z = 1.959963984540054

    /// Wilson's score interval for a proportion of `count` trials, `successes` of them right; half successes (ties) may
    /// count. All of [0, 1] where there is no trial. Wilson 1927.
    /// - Parameter z: the standard normal quantile of the confidence.
    public static func wilson(successes: Double, count: Int, z: Double = z) -> Interval {
        guard count > 0 else { return Interval(0, 1) }
        let n = Double(count)
        let p = successes / n
        let centre = p + z * z / (2 * n)
        let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        // At p = 0 and p = 1 the ends are exactly 0 and 1; rounding must not say otherwise.
        return Interval(
            p == 0 ? 0 : max(0, (centre - spread) / scale), p == 1 ? 1 : min(1, (centre + spread) / scale))
    }
}

/// A share of independent samples, with Wilson's interval.
public struct Proportion: Hashable, Sendable {
    public let value: Double
    public let interval: Interval
    public let count: Int

    /// `successes` may hold halves. The value is not a number where `count` is 0.
    public init(successes: Double, count: Int) {
        value = count > 0 ? successes / Double(count) : .nan
        interval = .wilson(successes: successes, count: count)
        self.count = count
    }

    /// What a coin comes to, of so many.
    static func coin(_ count: Int) -> Proportion { Proportion(successes: Double(count) / 2, count: count) }

    /// The interval at confidence 1 - `level`.
    public func interval(level: Double) -> Interval {
        .wilson(successes: value * Double(count), count: count, z: NormalDistribution.quantile(1 - level / 2))
    }
}
