import Testing

@testable import Kernels

@Suite struct WinogradFilterTests {
    /// Whole numbers: with factors of a half both sides are exact.
    @Test(arguments: [(taps: 2, results: 1), (2, 2), (2, 3), (2, 4), (3, 1), (3, 2), (3, 3)])
    func pointsGiveTheFilter(taps: Int, results: Int) throws {
        let filter = try #require(WinogradFilter(taps: taps))
        let points = filter.points(results: results)
        #expect(points.count == (results == 1 ? taps : results + taps - 1), "multiplications")
        #expect(Set(points[0].results.map(\.index)) == Set(0..<results), "the first goes into all results")
        #expect(points.map(\.weights) == points.map(\.weights).sorted(), "in the order of the sums of weights")
        let x = (0..<results + taps - 1).map { Float($0 * $0 * 3 - 5) }
        let w = (0..<taps).map { Float(7 - 4 * $0) }
        var y = [Float](repeating: 0, count: results)
        for point in points {
            let source = point.sources.reduce(0) { $0 + $1.factor * x[$1.index] }
            let weight = filter.weights[point.weights].reduce(0) { $0 + $1.factor * w[$1.index] }
            for term in point.results { y[term.index] += term.factor * source * weight }
        }
        let expected = (0..<results).map { result in (0..<taps).reduce(0) { $0 + w[$1] * x[result + $1] } }
        if points.count < WinogradFilter.mostSources {
            #expect(y == expected)
        } else {
            let largest = expected.map(abs).max() ?? 0
            #expect(zip(y, expected).allSatisfy { abs($0 - $1) < 1e-6 * largest })
        }
    }

    @Test(arguments: [2, 3]) func windowsStayWithinTheirLimits(taps: Int) throws {
        let filter = try #require(WinogradFilter(taps: taps))
        for results in 1...WinogradFilter.mostResults {
            let points = filter.points(results: results)
            #expect(points.count <= WinogradFilter.mostSources)
            #expect(points.allSatisfy { $0.sources.allSatisfy { $0.index < WinogradFilter.mostSources } })
            #expect(points.allSatisfy { $0.results.allSatisfy { $0.index < WinogradFilter.mostResults } })
        }
        #expect(filter.points(results: WinogradFilter.mostResults + 1).isEmpty)
    }

    /// Products in single precision, of random sources and weights in both directions, against double precision: five
    /// sources may lose no more than three times what four lose.
    @Test(arguments: [2, 3]) func largeWindowsLoseLittle(taps: Int) throws {
        let filter = try #require(WinogradFilter(taps: taps))
        let errors = [WinogradFilter.fewSources, WinogradFilter.mostSources].map { sources in
            let points = filter.points(results: sources - taps + 1)
            var (error, size) = (0.0, 0.0)
            var generator = Numbers(state: 7)
            for _ in 0..<200 {
                let channels = 32
                let x = (0..<channels * sources).map { _ in generator.next() }
                let w = (0..<channels * taps).map { _ in generator.next() }
                var y = [Float](repeating: 0, count: points[0].results.count)
                for point in points {
                    var product: Float = 0
                    for channel in 0..<channels {
                        let source = point.sources.reduce(0) { $0 + $1.factor * x[channel * sources + $1.index] }
                        let weight = filter.weights[point.weights].reduce(0) {
                            $0 + $1.factor * w[channel * taps + $1.index]
                        }
                        product += source * weight
                    }
                    for term in point.results { y[term.index] += term.factor * product }
                }
                for (result, found) in y.enumerated() {
                    var expected = 0.0
                    for channel in 0..<channels {
                        for tap in 0..<taps {
                            expected += Double(w[channel * taps + tap]) * Double(x[channel * sources + result + tap])
                        }
                    }
                    error += (Double(found) - expected) * (Double(found) - expected)
                    size += expected * expected
                }
            }
            return (error / size).squareRoot()
        }
        #expect(errors[1] < 3 * errors[0], "\(errors)")
        #expect(errors[1] < 1e-6)
    }

    /// Numbers between -1 and 1.
    private struct Numbers {
        var state: UInt64

        mutating func next() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
        }
    }

    @Test(arguments: [0, 1, 4, 5]) func otherFiltersHaveNone(taps: Int) { #expect(WinogradFilter(taps: taps) == nil) }
}
