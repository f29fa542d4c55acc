import Testing
import TestSupport

@testable import Equilibrium

/// Wilson's interval against published values: Newcombe 1998, "Two-sided confidence intervals for the single
/// proportion", table I, method 3.
@Suite struct IntervalTests {
    @Test(
        arguments: [
            (81.0, 263, 0.2553, 0.3662), (15.0, 148, 0.0624, 0.1605), (0.0, 20, 0.0, 0.1611), (1.0, 29, 0.0061, 0.1718),
        ])
    func wilson(successes: Double, count: Int, lower: Double, upper: Double) {
        let interval = Interval.wilson(successes: successes, count: count)
        #expect(abs(interval.lower - lower) < 5e-5)
        #expect(abs(interval.upper - upper) < 5e-5)
    }

    @Test func endsAreExact() {
        #expect(Interval.wilson(successes: 0, count: 500).lower == 0)
        #expect(Interval.wilson(successes: 500, count: 500).upper == 1)
        #expect(Interval.wilson(successes: 0, count: 0) == Interval(0, 1))
    }

    /// Mirrored successes give the mirrored interval.
    @Test(arguments: [0.0, 3, 12.5, 25, 49])
    func symmetric(successes: Double) {
        let a = Interval.wilson(successes: successes, count: 50)
        let b = Interval.wilson(successes: 50 - successes, count: 50)
        #expect(abs(a.lower + b.upper - 1) < 1e-12)
        #expect(abs(a.upper + b.lower - 1) < 1e-12)
    }

    /// The mean's interval must be that of Newcombe's method 10 for a difference, halved: p1 - p2 with 56/70 and 48/80
    /// is 0.2000 with (0.0524, 0.3339); the mean of p1 and 1 - p2 is (1 + p1 - p2)/2.
    @Test func meanOfTwo() {
        let a = Proportion(successes: 56, count: 70)
        let b = Proportion(successes: 80 - 48, count: 80)
        let interval = Accuracy.interval(a, b)
        #expect(abs(interval.lower - (1 + 0.0524) / 2) < 5e-5)
        #expect(abs(interval.upper - (1 + 0.3339) / 2) < 5e-5)
    }

    /// Over many pairs of samples with known proportions the interval holds the true mean in about 95 of 100.
    @Test(arguments: [(0.5, 0.5), (0.9, 0.2), (0.98, 0.05)])
    func meanCovers(real: Double, fake: Double) {
        var generator = SplitMix(seed: UInt64(real * 1000 + fake * 10))
        let trials = 500
        var held = 0
        for _ in 0..<trials {
            func sample(_ p: Double) -> Proportion {
                let hits = (0..<100).count { _ in Double.random(in: 0..<1, using: &generator) < p }
                return Proportion(successes: Double(hits), count: 100)
            }
            if Accuracy.interval(sample(real), sample(fake)).contains((real + fake) / 2) { held += 1 }
        }
        let share = Double(held) / Double(trials)
        #expect(share > 0.92 && share < 0.98, "\(share)")
    }

    // Quantiles as tables of the distribution print them.
    @Test(arguments: [
        (1, 12.706204736), (2, 4.302652730), (3, 3.182446305), (4, 2.776445105), (9, 2.262157163), (30, 2.042272456),
        (120, 1.979930405),
    ])
    func studentsQuantiles(degrees: Double, quantile: Double) {
        #expect(abs(StudentT.quantile(0.975, degrees: degrees) - quantile) < 1e-8)
    }
}
