import Foundation

/// The test of a rule that calls each sample real or generated, fixed before it met these samples.
///
/// If both kinds are distributed alike, each answer is right with probability 1/2 on average over the kinds, whatever
/// the rule: of n answers, as many on real as on generated samples, n/2 are expected to be right, and the tails of
/// their number are at most those of the binomial distribution (Hoeffding 1956, theorem 4), which are used as they are.
/// A rule that is right with probability a proves a total variation distance of at least |2 a - 1|: where it is right
/// too rarely, its opposite is right too often.
struct RuleTest {
    /// Right answers, rounded towards n/2: ties count half.
    private let right: Int
    private let count: Int
    private let accuracy: Double

    init(_ accuracy: Accuracy) {
        let (real, fake) = (accuracy.real, accuracy.fake)
        count = real.count + fake.count
        self.accuracy = accuracy.mean
        let exact = real.value * Double(real.count) + fake.value * Double(fake.count)
        right = count == 0 ? 0 : Int(exact.rounded(2 * exact > Double(count) ? .down : .up))
    }

    /// The decimal logarithm of the two-sided p-value.
    var logPValue: Double {
        guard count > 0 else { return 0 }
        return min(0, log(2) + Binomial.logTail(max(right, count - right), of: count)) / log(10)
    }

    var distance: Double { count > 0 ? abs(2 * accuracy - 1) : 0 }

    /// Clopper & Pearson's limit: exact.
    func bound(level: Double) -> Double {
        guard count > 0 else { return 0 }
        return max(0, 2 * Binomial.lowerLimit(max(right, count - right), of: count, level: level / 2) - 1)
    }

    /// nil where not even a rule that is always right would be significant.
    static func visible(count: Int, level: Double) -> Double? {
        Binomial.critical(of: count, level: level / 2).map {
            2 * Binomial.visible(of: count, critical: $0, power: Finding.power) - 1
        }
    }
}

extension Finding {
    /// Of a rule.
    /// - Parameter statistic: what the judge computes; nil for the accuracy.
    init(judge: String, _ accuracy: Accuracy, statistic: Double? = nil, level: Double, canSee: Bool = true) {
        let test = RuleTest(accuracy)
        let (real, fake) = (accuracy.real.count, accuracy.fake.count)
        self.init(
            judge: judge, realCount: real, generatedCount: fake, statistic: statistic ?? accuracy.mean,
            logPValue: test.logPValue,
            distance: test.distance, bound: test.bound(level: level),
            visible: canSee ? RuleTest.visible(count: real + fake, level: level) : nil, level: level)
    }
}
