import Testing

@testable import Kernels

@Suite struct ConvolutionRegionsTests {
    /// What a row of the product reads: a number of the source and one of the weights, in floats.
    private struct Read: Hashable {
        let source, weights: Int
    }

    @Test(arguments: ConvolutionTests.cases, [ConvolutionAxis.Way.gather, .scatter])
    func rowsReadWhatTheDefinitionSays(test: ConvolutionTests.Case, way: ConvolutionAxis.Way) {
        let g = test.geometry
        let samples = min(2, test.rows)
        let tapStride = 1000
        let image = ConvolutionRegions.Grid(height: g.inHeight, width: g.inWidth, stride: g.inChannels)
        let map = ConvolutionRegions.Grid(height: g.outHeight, width: g.outWidth, stride: g.outChannels)
        let (source, result) = way == .gather ? (image, map) : (map, image)
        let regions = ConvolutionRegions(
            from: source, to: result, along: g.axes(way), tapStride: tapStride, joins: way == .gather)

        var found: [Int: Set<Read>] = [:]
        var rows = 0
        let limit = 4 * Microkernel.rows
        for number in 0..<regions.blockCount(samples: samples, limit: limit) {
            let block = regions.block(number, samples: samples, limit: limit)
            #expect(0 < block.count && block.count <= limit)
            regions.forEachRow(of: block) { row, from, to in
                #expect(row < block.count)
                rows += 1
                var reads: Set<Read> = []
                for tap in block.region.taps {
                    for joined in 0..<block.region.join {
                        reads.insert(
                            Read(
                                source: from + tap.source + joined * source.stride,
                                weights: tap.weights + joined * tapStride))
                    }
                }
                found[to] = reads
            }
        }
        var expected: [Int: Set<Read>] = [:]
        for place in 0..<samples * result.height * result.width { expected[place * result.stride] = [] }
        g.forEachMeeting(samples) { input, output, tap in
            let (from, to) = way == .gather ? (input, output) : (output, input)
            expected[to * result.stride, default: []]
                .insert(Read(source: from * source.stride, weights: tap * tapStride))
        }
        #expect(rows == samples * result.height * result.width, "every result once")
        #expect(found == expected)
        #expect(samples * regions.cost == expected.values.reduce(0) { $0 + $1.count })
    }
}
