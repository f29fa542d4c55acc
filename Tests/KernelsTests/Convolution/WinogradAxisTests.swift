import Testing

@testable import Kernels

@Suite struct WinogradAxisTests {
    /// The fewest multiplications of so many results by a filter, of all ways to cut them into windows.
    private func fewest(_ results: Int, taps: Int, _ sources: Int) -> Int {
        let costs = taps == 2 ? [1: 2, 2: 3, 3: 4, 4: 5] : [1: 3, 2: 4, 3: 5]
        if results == 0 { return 0 }
        return costs.filter { $0.key <= results && $0.key + taps - 1 <= sources }
            .map { $0.value + fewest(results - $0.key, taps: taps, sources) }.min()!
    }

    private static let sizes = [WinogradFilter.fewSources, WinogradFilter.mostSources]

    /// Without padding every source counts.
    @Test(arguments: 1...11, [2, 3].flatMap { taps in sizes.map { (taps, $0) } })
    func windowsNeedTheFewestMultiplications(results: Int, kind: (taps: Int, sources: Int)) throws {
        let taps = kind.taps
        let axis = try #require(
            WinogradAxis(
                .gather, kernel: taps, stride: 1, padding: 0, imageSize: results + taps - 1, mapSize: results,
                mostSources: kind.sources))
        #expect(axis.windows.reduce(0) { $0 + $1.points.count } == fewest(results, taps: taps, kind.sources))
        #expect(axis.windows.flatMap { $0.first..<$0.first + $0.results } == Array(0..<results))
        #expect(axis.shapes.reduce(0) { $0 + $1.count } == axis.windows.count)
    }

    /// Results, and what they are computed from, are those of the convolution: in whole numbers, and so to the bit
    /// where factors are simple.
    @Test(
        arguments: ConvolutionAxisTests.cases,
        [ConvolutionAxis.Way.gather, .scatter].flatMap { way in sizes.map { (way, $0) } })
    func windowsGiveTheConvolution(test: ConvolutionAxisTests.Case, kind: (way: ConvolutionAxis.Way, sources: Int)) {
        let way = kind.way
        guard
            let axis = WinogradAxis(
                way, kernel: test.kernel, stride: test.stride, padding: test.padding, imageSize: test.image,
                mapSize: test.map, mostSources: kind.sources)
        else {
            let isFilter = test.kernel % test.stride == 0 && [2, 3].contains(test.kernel / test.stride)
            #expect(!isFilter || seesNothing(test, way), "only for other kernels, or where a result sees nothing")
            return
        }
        let x = (0..<(way == .gather ? test.image : test.map)).map { Float($0 * $0 % 11 - 5) }
        let w = (0..<test.kernel).map { Float(3 - 2 * $0) }
        var found = [Float](repeating: 0, count: way == .gather ? test.map : test.image)
        for window in axis.windows {
            let (sources, results) = axis.places(of: window)
            for point in window.points {
                for resultPhase in 0..<axis.resultPhases {
                    for sourcePhase in 0..<axis.sourcePhases {
                        let source = point.sources.reduce(Float(0)) { sum, term in
                            let place = sources[sourcePhase * WinogradFilter.mostSources + term.index]
                            return sum + term.factor * (place.map { x[$0] } ?? 0)
                        }
                        let weight = axis.filter.weights[point.weights].reduce(Float(0)) { sum, term in
                            let phase = way == .gather ? sourcePhase : resultPhase
                            return sum + term.factor * w[axis.tap(phase: phase, weight: term.index)]
                        }
                        for term in point.results {
                            guard let place = results[resultPhase * WinogradFilter.mostResults + term.index]
                            else { continue }
                            found[place] += term.factor * source * weight
                        }
                    }
                }
            }
        }
        var expected = [Float](repeating: 0, count: found.count)
        for meeting in test.meetings {
            let (from, to) = way == .gather ? (meeting.image, meeting.map) : (meeting.map, meeting.image)
            expected[to] += x[from] * w[meeting.tap]
        }
        if kind.sources == WinogradFilter.fewSources {
            #expect(found == expected)
        } else {
            let largest = expected.map(abs).max() ?? 0
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 * largest })
        }
    }

    private func seesNothing(_ test: ConvolutionAxisTests.Case, _ way: ConvolutionAxis.Way) -> Bool {
        let seeing = Set(test.meetings.map { way == .gather ? $0.map : $0.image })
        return seeing.count < (way == .gather ? test.map : test.image)
    }
}
