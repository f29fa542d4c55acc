import Foundation
import Testing
import TestSupport

@testable import Equilibrium

/// Against scipy.stats 1.15: binom, beta, fisher_exact, chi2, norm.
@Suite struct ExactTests {
    /// P(X >= 60) of 100 coins is 0.0284439668.
    @Test func tails() {
        #expect(abs(exp(Binomial.logTail(60, of: 100)) - 0.028443966820490392) < 1e-12)
        #expect(abs(exp(Binomial.logTail(40, of: 100)) - 0.9823998998911476) < 1e-12)
        #expect(Binomial.logTail(0, of: 10) == 0 && Binomial.logTail(11, of: 10) == -.infinity)
        #expect(abs(exp(Binomial.logTail(5, of: 10)) - 0.623046875) < 1e-12)
        for n in 1...12 { #expect(abs(exp(Binomial.logTail(n, of: n)) - pow(0.5, Double(n))) < 1e-12) }
        #expect(abs(Binomial.tail(61, of: 100, probability: 0.6) - 0.46207534088596325) < 1e-12)
        #expect(abs(Binomial.tail(61, of: 100, probability: 0.7) - 0.9790114239960752) < 1e-12)
        #expect(Binomial.tail(0, of: 3, probability: 0.3) == 1 && Binomial.tail(4, of: 3, probability: 0.3) == 0)
        #expect(abs(Binomial.tail(3, of: 3, probability: 0.3) - 0.027) < 1e-12)
    }

    @Test func limits() {
        #expect(abs(Binomial.lowerLimit(60, of: 100, level: 0.025) - 0.4972091504223347) < 1e-8)
        #expect(abs(Binomial.lowerLimit(700, of: 718, level: 0.004) - 0.9551094385181371) < 1e-8)
        #expect(abs(Binomial.upperLimit(3, of: 50, level: 0.01) - 0.18720925616529482) < 1e-8)
        #expect(Binomial.lowerLimit(0, of: 9, level: 0.01) == 0 && Binomial.upperLimit(9, of: 9, level: 0.01) == 1)
    }

    @Test(arguments: [
        (100, 0.025, 61, 0.6451313644006631), (720, 0.05 / 14, 397, 0.5662304512227313),
        (334, 0.05 / 14, 193, 0.5988905631920883), (12, 0.001, 12, 0.9815765298737517),
    ])
    func whatIsSignificantAndWhatIsVisible(n: Int, level: Double, heads: Int, probability: Double) {
        #expect(Binomial.critical(of: n, level: level) == heads)
        #expect(abs(Binomial.visible(of: n, critical: heads, power: 0.8) - probability) < 1e-7)
    }

    @Test func nothingIsSignificantOfTooFew() {
        #expect(Binomial.critical(of: 9, level: 0.001) == nil && Binomial.critical(of: 0, level: 0.5) == nil)
        #expect(RuleTest.visible(count: 8, level: 0.005) == nil)
    }

    @Test func twoCounts() {
        #expect(abs(exp(Hypergeometric.logTwoSided(340, of: 360, 310, of: 360)) - 0.00022023062633497114) < 1e-10)
        #expect(abs(exp(Hypergeometric.logTwoSided(351, of: 360, 348, of: 360)) - 0.6588556623922374) < 1e-8)
        #expect(abs(Hypergeometric.logTwoSided(5, of: 9, 5, of: 9)) < 1e-12)
        #expect(Hypergeometric.logTwoSided(0, of: 9, 0, of: 9) == 0)
    }

    @Test(arguments: [
        (3.2, 8, -0.08209275207821735), (15.0, 8, -2.827755448347588), (120.0, 8, -49.458323162484604),
        (1.0, 1, -1.1478744644493275), (900.0, 24, -400.27589307682285),
    ])
    func chiSquaredTails(x: Double, degrees: Int, logTail: Double) {
        #expect(abs(ChiSquared.logTail(x, degrees: degrees) - logTail) < 1e-9 * max(1, abs(logTail)))
    }

    /// Expected 50, 48 and 2: the last is taken together with the one before, so that one degree is left.
    @Test func fewExpectedAreTakenTogether() {
        let test = ChiSquared.test([60, 35, 5], [0.5, 0.48, 0.02])
        #expect(abs(test.statistic - 4) < 1e-12)
        #expect(abs(test.logPValue - ChiSquared.logTail(4, degrees: 1)) < 1e-12)
    }

    @Test func normalQuantiles() {
        #expect(abs(NormalDistribution.quantile(0.8) - 0.8416212335729143) < 1e-10)
        #expect(abs(NormalDistribution.quantile(1 - 0.05 / 14) - 2.690109527158867) < 1e-10)
    }

    /// A rule that is right as often as the smallest visible distance says is found four times in five: of 500 tests
    /// of 400 samples 372 to 427, but for two times in a thousand.
    @Test func fourTestsOfFiveSeeIt() throws {
        let distance = try #require(RuleTest.visible(count: 400, level: 0.05))
        var generator = SplitMix(seed: 7)
        let seen = (0..<500).count { _ in
            func side() -> Proportion {
                let right = (0..<200).count { _ in Double.random(in: 0..<1, using: &generator) < 0.5 + distance / 2 }
                return Proportion(successes: Double(right), count: 200)
            }
            return Finding(judge: "critic", Accuracy(real: side(), fake: side()), level: 0.05).isDifference
        }
        #expect((372...427).contains(seen), "\(seen)")
    }

    /// Accuracies below a half show as much as those above.
    @Test func twoSided() {
        func finding(_ right: Double) -> Finding {
            let side = Proportion(successes: right, count: 200)
            return Finding(judge: "critic", Accuracy(real: side, fake: side), level: 0.01)
        }
        let (low, high) = (finding(60), finding(140))
        #expect(low.isDifference && low.logPValue == high.logPValue && low.bound == high.bound)
        #expect(abs(low.distance - 0.4) < 1e-12 && low.bound > 0.2 && low.bound < 0.4)
        let even = finding(100)
        #expect(!even.isDifference && even.bound == 0 && even.pValue == 1)
    }

    /// A small difference is no equilibrium nearby where a judge could not have seen a large one, or no critic looked.
    @Test(arguments: [("critic", 0.1, Evidence.Answer.slight), ("critic", 0.5, .cannotTell), ("mmd", 0.1, .cannotTell)])
    func aSmallDifferenceIsAllOnlyWhereMoreWouldHaveBeenSeen(_ judge: String, visible: Double, answer: Evidence.Answer)
    {
        func finding(_ judge: String, _ logP: Double, distance: Double, visible: Double) -> Finding {
            Finding(
                judge: judge, realCount: 500, generatedCount: 500, statistic: 0, logPValue: logP, distance: distance,
                bound: 0, visible: visible, level: 0.01)
        }
        let evidence = Evidence([
            finding("neighbourhoods", -9, distance: 0.05, visible: 0.1),
            finding(judge, 0, distance: 0, visible: visible),
        ])
        #expect(evidence.answer == answer)
    }
}
