import Equilibrium
import TestSupport
import Testing

@testable import Reporting

/// What a report says of samples by themselves.
@Suite struct SamplesSectionTests {
    /// Texts of one length, spelt as the data's are: the page says so in words.
    @Test func textsOfOtherLengthsAreNamed() {
        func report(_ distance: Double) -> String {
            func side(_ mean: Double, _ deviation: Double, _ distance: Double) -> [MetricValue] {
                [
                    MetricValue("length_mean", mean), MetricValue("length_deviation", deviation),
                    MetricValue("length_distance", distance),
                ]
            }
            return EquilibriumReport(
                run: "r", spec: EquilibriumReportTests.spec, course: Courses.course([], expectation: Courses.logistic),
                expectation: Courses.logistic,
                sampleMetrics: MetricReport(generated: side(12, 0, distance), reference: side(20.26, 9.1, 0.03))
            ).markdown
        }
        #expect(
            report(0.72).contains(
                "Generated texts are of other lengths than the data's: 12.0 characters long on average (standard "
                    + "deviation 0.0), training texts 20.3 characters long on average (standard deviation 9.1). The "
                    + "lengths alone are 0.720 from those of held-out texts, where training texts are 0.030."))
        #expect(!report(0.12).contains("of other lengths"))
    }
}
