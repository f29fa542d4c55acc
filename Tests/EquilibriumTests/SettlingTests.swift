import Testing

@testable import Equilibrium

@Suite struct SettlingTests {
    private func settling(_ distances: [Double]) -> Settling {
        Settling(distances.enumerated().map { (iteration: $0.offset * 100, distance: $0.element) })
    }

    @Test func settlesForGood() {
        let result = settling([0.0, 0.4, 0.01, 0.2, 0.04, 0.03, 0.049, 0.0])
        #expect(result.iteration == 400)
        #expect(result.share == 1)
    }

    @Test func lastOneOutIsNotSettled() {
        let result = settling([0.0, 0.01, 0.01, 0.01, 0.08])
        #expect(result.iteration == nil)
        #expect(result.share == 0.5)
    }

    /// Between 0.05 and 0.075 what is in stays in, and what is out stays out.
    @Test func hysteresis() {
        #expect(settling([0.0, 0.2, 0.06, 0.04, 0.07, 0.06]).iteration == 300)
        #expect(settling([0.0, 0.2, 0.06, 0.07, 0.06]).iteration == nil)
        #expect(settling([0.0, 0.04, 0.076, 0.06, 0.04, 0.06, 0.07]).iteration == 400)
    }

    /// Exactly at the tolerance is not under it.
    @Test func toleranceIsStrict() {
        #expect(settling([0, 0.05, 0.05, 0.05]).iteration == nil)
        #expect(settling([0, 0.0499, 0.05, 0.05]).iteration == 100)
    }

    @Test func shareOfTheLastQuarter() {
        // Seven after iteration 0: the last quarter, rounded up, is two.
        #expect(settling([0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.01]).share == 0.5)
        // Of four it is two as well: what a verdict and a report say of one course is of the same evaluations.
        #expect(settling([0, 0.2, 0.0, 0.3, 0.01]).share == 0.5)
        #expect(settling([0, 0.2]).share == 0)
    }

    /// The last evaluations may be near by chance.
    @Test func nothingSettlesAtTheEnd() {
        #expect(settling([0.0, 0.3, 0.3, 0.01]).iteration == nil)
        #expect(settling([0.0, 0.3, 0.3, 0.01, 0.02]).iteration == nil)
        #expect(settling([0.0, 0.3, 0.3, 0.01, 0.02, 0.03]).iteration == 300)
    }

    @Test func aDiscriminatorThatGivesOneAnswerHasNotSettled() {
        let sides = (0..<8).map { _ in (real: 1.0, fake: 0.0) }
        #expect(Settling(VerdictTests.course(sides)) == Settling([(100, 0.5), (200, 0.5)]))
    }

    /// What an untrained discriminator says does not count.
    @Test func iterationZeroIsLeftOut() {
        #expect(settling([0.0]) == settling([]))
        #expect(settling([0.0]).share == nil)
        #expect(settling([0.0, 0.01, 0.01, 0.01]).iteration == 100)
    }
}
