import Testing

@testable import Kernels

@Suite struct WinogradWindowsTests {
    private static let kinds = [ConvolutionAxis.Way.gather, .scatter].flatMap { way in
        [WinogradFilter.fewSources, WinogradFilter.mostSources].map { (way, $0) }
    }

    /// A pass of one channel through the windows' tables, in whole numbers: counted, and exact with simple factors.
    @Test(arguments: ConvolutionTests.winograd, kinds)
    func tablesGiveTheConvolution(test: ConvolutionTests.Case, kind: (way: ConvolutionAxis.Way, sources: Int)) throws {
        let way = kind.way
        var g = test.geometry
        (g.inChannels, g.outChannels) = (1, 1)
        let samples = 2
        let windows = try #require(WinogradWindows(g, way, mostSources: kind.sources))
        let (sourceCount, resultCount) = way == .gather ? (g.inCount, g.outCount) : (g.outCount, g.inCount)
        let x = (0..<samples * sourceCount).map { Float($0 * 7 % 13 - 6) }
        let w = (0..<g.taps).map { Float($0 * 5 % 7 - 3) }
        var found = [Float](repeating: 0, count: samples * resultCount)
        var multiplications = 0
        let limit = 4 * Microkernel.rows
        for number in 0..<windows.blockCount(samples: samples, limit: limit) {
            let block = windows.block(number, samples: samples, limit: limit, multiple: Microkernel.rows)
            for row in 0..<block.count {
                let window = block.window(row)
                let columns = block.region.columnPoints.count
                for pair in 0..<block.region.linePoints.count * columns {
                    let (linePoint, columnPoint) = pair.quotientAndRemainder(dividingBy: columns)
                    let (line, column) = (block.region.linePoints[linePoint], block.region.columnPoints[columnPoint])
                    for resultPhase in block.region.phases {
                        for sourcePhase in windows.sourcePhases {
                            multiplications += 1
                            var source: Float = 0
                            for y in line.sources {
                                for x0 in column.sources {
                                    guard let place = window.source(sourcePhase, line: y.index, column: x0.index)
                                    else { continue }
                                    source += y.factor * x0.factor * x[window.sample * sourceCount + place]
                                }
                            }
                            let phase = windows.sourcePhases.count > 1 ? sourcePhase : resultPhase
                            var weight: Float = 0
                            for y in windows.lineSums[block.region.lineSums[linePoint]] {
                                for x0 in windows.columnSums[block.region.columnSums[columnPoint]] {
                                    weight +=
                                        y.factor * x0.factor * w[windows.tap(phase, line: y.index, column: x0.index)]
                                }
                            }
                            for y in line.results {
                                for x0 in column.results {
                                    guard let place = window.result(resultPhase, line: y.index, column: x0.index)
                                    else { continue }
                                    found[window.sample * resultCount + place] +=
                                        y.factor * x0.factor * source * weight
                                }
                            }
                        }
                    }
                }
            }
        }
        var expected = [Float](repeating: 0, count: found.count)
        g.forEachMeeting(samples) { input, output, tap in
            let (from, to) = way == .gather ? (input, output) : (output, input)
            expected[to] += x[from] * w[tap]
        }
        if kind.sources == WinogradFilter.fewSources {
            #expect(found == expected)
        } else {
            let largest = expected.map(abs).max() ?? 0
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 3e-6 * largest })
        }
        #expect(multiplications == samples * windows.cost)
    }
}
