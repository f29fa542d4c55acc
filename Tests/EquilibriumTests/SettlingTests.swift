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
        let result = settling([0.0, 0.01, 0.01, 0.01, 0.06])
        #expect(result.iteration == nil)
        #expect(result.share == 0)
    }

    /// Exactly at the tolerance is not under it.
    @Test func toleranceIsStrict() {
        #expect(settling([0, 0.05]).iteration == nil)
        #expect(settling([0, 0.0499]).iteration == 100)
    }

    @Test func shareOfTheLastQuarter() {
        // Seven after iteration 0: the last quarter, rounded up, is two.
        #expect(settling([0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.01]).share == 0.5)
    }

    /// What an untrained discriminator says does not count.
    @Test func iterationZeroIsLeftOut() {
        #expect(settling([0.0]) == settling([]))
        #expect(settling([0.0]).share == nil)
        #expect(settling([0.0, 0.01]).iteration == 100)
    }
}
