import Testing

@testable import Kernels

@Suite struct WinogradFilterTests {
    /// Whole numbers and factors of a half: both sides are exact.
    @Test(arguments: [(taps: 2, results: 1), (2, 2), (2, 3), (3, 1), (3, 2)])
    func pointsGiveTheFilter(taps: Int, results: Int) throws {
        let filter = try #require(WinogradFilter(taps: taps))
        let points = filter.points(results: results)
        #expect(points.count == (results == 1 ? taps : results + taps - 1), "multiplications")
        #expect(Set(points[0].results.map(\.index)) == Set(0..<results), "the first goes into all results")
        let x = (0..<results + taps - 1).map { Float($0 * $0 * 3 - 5) }
        let w = (0..<taps).map { Float(7 - 4 * $0) }
        var y = [Float](repeating: 0, count: results)
        for point in points {
            let source = point.sources.reduce(0) { $0 + $1.factor * x[$1.index] }
            let weight = filter.weights[point.weights].reduce(0) { $0 + $1.factor * w[$1.index] }
            for term in point.results { y[term.index] += term.factor * source * weight }
        }
        #expect(y == (0..<results).map { result in (0..<taps).reduce(0) { $0 + w[$1] * x[result + $1] } })
    }

    @Test(arguments: [2, 3]) func windowsStayWithinTheirLimits(taps: Int) throws {
        let filter = try #require(WinogradFilter(taps: taps))
        for results in 1...WinogradFilter.mostResults {
            let points = filter.points(results: results)
            #expect(points.count <= WinogradFilter.mostSources)
            #expect(points.allSatisfy { $0.sources.allSatisfy { $0.index < WinogradFilter.mostSources } })
            // A pass of two directions sums at most two sources a direction.
            #expect(points.allSatisfy { $0.sources.count <= 2 })
        }
        #expect(filter.points(results: WinogradFilter.mostResults + 1).isEmpty)
    }

    @Test(arguments: [0, 1, 4, 5]) func otherFiltersHaveNone(taps: Int) { #expect(WinogradFilter(taps: taps) == nil) }
}
