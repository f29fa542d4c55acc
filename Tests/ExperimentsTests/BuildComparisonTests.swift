import Foundation
import Testing

@testable import Experiments

@Suite struct BuildComparisonTests {
    /// Ratios 0.5 and 2: their geometric mean is 1, and two rounds show nothing.
    @Test func oppositeRatiosShowNothing() throws {
        let comparison = BuildComparison(own: [1, 2], others: [2, 1])
        #expect(abs(comparison.ratio - 1) < 1e-12)
        let interval = try #require(comparison.interval)
        // Student's t of one degree is 12.706; the logarithms' standard error is ln 2.
        #expect(abs(log(interval.upper) - 12.706 * log(2)) < 1e-3)
        #expect(comparison.text.contains("no difference is shown"))
    }

    @Test func aClearRatioIsSaid() throws {
        let comparison = BuildComparison(own: [0.5, 0.51, 0.49], others: [1, 1, 1])
        #expect(comparison.interval.map { $0.upper < 0.6 && $0.lower > 0.4 } == true)
        #expect(comparison.text.contains("this build is faster"))
        #expect(BuildComparison(own: [2, 2.1], others: [1, 1]).text.contains("this build is slower"))
        #expect(BuildComparison(own: [2], others: [1]).interval == nil)
    }
}
