import Testing

@testable import Kernels

@Suite struct WinogradWindowsTests {
    /// A pass of one channel through the windows' tables, in whole numbers: exact, and counted.
    @Test(arguments: ConvolutionTests.winograd, [ConvolutionAxis.Way.gather, .scatter])
    func tablesGiveTheConvolution(test: ConvolutionTests.Case, way: ConvolutionAxis.Way) throws {
        var g = test.geometry
        (g.inChannels, g.outChannels) = (1, 1)
        let samples = 2
        let windows = try #require(WinogradWindows(g, way))
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
                for (pair, sum) in block.region.sums.enumerated() {
                    let (line, column) = block.region.points(pair)
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
                            for y in windows.sums[sum].lines {
                                for x0 in windows.sums[sum].columns {
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
        #expect(found == expected)
        #expect(multiplications == samples * windows.cost)
    }
}
