import Testing

@testable import Experiments

@Suite struct NoisePathTests {
    private static func length(_ point: [Float]) -> Float { point.reduce(0) { $0 + $1 * $1 }.squareRoot() }

    @Test(arguments: [true, false]) func theWayBeginsAndEndsAtItsPoints(isArc: Bool) {
        let path = NoisePath(steps: 4, isArc: isArc)
        let (a, b): ([Float], [Float]) = ([1, 2, -0.5], [-0.3, 0.4, 2])
        for (share, point) in [(0.0, a), (1.0, b)] {
            for (found, expected) in zip(path.point(a[...], b[...], share: share), point) {
                #expect(abs(found - expected) < 1e-6)
            }
        }
        #expect(path.place(of: 0) == (0, 0) && path.place(of: 5) == (1, 0.25) && path.place(of: 8) == (2, 0))
    }

    /// Half of the way between perpendicular points of one length is on the circle, or inside of it.
    @Test func anArcKeepsTheLength() {
        let (a, b): ([Float], [Float]) = ([3, 0], [0, 3])
        let middle = NoisePath(steps: 2, isArc: true).point(a[...], b[...], share: 0.5)
        #expect(abs(Self.length(middle) - 3) < 1e-5 && abs(middle[0] - middle[1]) < 1e-6)
        #expect(NoisePath(steps: 2, isArc: false).point(a[...], b[...], share: 0.5) == [1.5, 1.5])
        // Lengths change evenly; opposite points leave a straight line.
        let longer = NoisePath(steps: 2, isArc: true).point(a[...], [0, 5], share: 0.5)
        #expect(abs(Self.length(longer) - 4) < 1e-5)
        #expect(NoisePath(steps: 2, isArc: true).point(a[...], [-3, 0], share: 0.5) == [0, 0])
    }
}
