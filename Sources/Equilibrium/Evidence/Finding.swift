import Foundation

/// What one judge found: whether real and generated samples are distributed differently, by how much at least, and what
/// it could have found.
public struct Finding: Hashable, Sendable {
    /// The judge's name, as `Judges.all` declares it.
    public let judge: String
    /// Samples of either kind that the test looked at.
    public let realCount: Int, generatedCount: Int
    /// What the judge computes, as its declaration says.
    public let statistic: Double
    /// The decimal logarithm of the probability, if both kinds were distributed alike, of a statistic at least as far
    /// from what is then expected: p itself may be below the smallest Double.
    public let logPValue: Double
    /// The judge's estimate of the total variation distance that it sees, from 0 to 1: of a lower bound, since no judge
    /// sees all.
    public let distance: Double
    /// The total variation distance is at least this, at confidence 1 - `level`; 0 where no difference was found.
    public let bound: Double
    /// The smallest distance that the judge would have found four times in five; nil where it could have found none.
    public let visible: Double?
    /// The probability of a false alarm that the judge is allowed: `Evidence.significance` over the number of judges.
    public let level: Double

    public init(
        judge: String, realCount: Int, generatedCount: Int, statistic: Double, logPValue: Double, distance: Double,
        bound: Double, visible: Double?, level: Double
    ) {
        self.judge = judge
        self.realCount = realCount
        self.generatedCount = generatedCount
        self.statistic = statistic
        self.logPValue = logPValue
        self.distance = distance
        self.bound = bound
        self.visible = visible
        self.level = level
    }

    /// How often a distance must be found to count as visible.
    static let power = 0.8

    public var pValue: Double { pow(10, logPValue) }

    /// "p = 0.012", "p = 3.1e-40", "p < 1e-300".
    public var pValueText: String { PValue.text(log10: logPValue) }
    /// "0.012", "3.1e-40", "below 1e-300".
    public var pValueNumber: String { PValue.number(log10: logPValue) }

    /// Whether chance would give such a statistic too rarely to be believed, many judges considered.
    public var isDifference: Bool { logPValue < log10(level) }

    /// Whether a difference that matters would mostly have been found: the one definition of "could have seen it".
    public var couldSee: Bool { visible.map { $0 <= VerdictThresholds.mustSee } ?? false }
}

/// How probabilities are written.
enum PValue {
    private static let least = -300.0

    static func text(log10 value: Double) -> String {
        value < least ? "p < 1e-300" : "p = " + number(log10: value)
    }

    static func number(log10 value: Double) -> String {
        if value < least { return "below 1e-300" }
        let p = pow(10, value)
        return String(format: p < 0.001 ? "%.1e" : "%.2g", p)
    }
}
