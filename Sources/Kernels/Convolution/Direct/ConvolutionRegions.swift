/// What each position of a pass's result is computed from: the result's grid, cut into rectangles of positions that see
/// the same taps of the kernel.
///
/// Taps that would meet the padding are not in a rectangle's list. They cost nothing: of a kernel of 4x4 with stride 2
/// and padding 1 over an image of 8x8 they are 23 %. A position of the result is a row of a product; rows come sample
/// by sample.
final class ConvolutionRegions: @unchecked Sendable {
    struct Region {
        let height, width: Int
        /// Every how many positions of the result, and how far the source moves along, in floats.
        fileprivate let resultStart, resultDown, resultRight: Int
        fileprivate let sourceDown, sourceRight: Int
        let taps: RowProduct.Taps
        /// Neighbouring taps of a line that are one in the list, if joined; else 1.
        let join: Int
        /// Regions of as many positions, from this one on.
        fileprivate var peers = 1

        var positions: Int { height * width }
    }

    /// Rows of one region.
    struct Block {
        let region: Region
        let first, count: Int
    }

    /// How the values of positions lie in memory, in floats.
    struct Grid {
        let height, width: Int
        /// From one position to the next.
        let stride: Int

        /// From one sample to the next.
        var sampleStride: Int { height * width * stride }
    }

    let regions: UnsafeBufferPointer<Region>
    let source, result: Grid
    private let memory = PlainMemory()
    /// Multiplications of a sample, for a channel of the source and one of the result.
    var cost: Int { regions.reduce(0) { $0 + $1.positions * $1.taps.count * $1.join } }

    /// - Parameters:
    ///   - axes: for the two directions, down and to the right, where taps find their source.
    ///   - tapStride: floats between two taps' weights in a panel.
    ///   - joins: whether the taps of a line are one, as they can be where neighbours see neighbours.
    init(
        from source: Grid, to result: Grid, along axes: (lines: ConvolutionAxis, columns: ConvolutionAxis),
        tapStride: Int, joins: Bool = false
    ) {
        let (lines, columns) = axes
        (self.source, self.result) = (source, result)
        let down = lines.spans(of: result.height)
        let right = columns.spans(of: result.width)
        // Large regions first: small tasks at the end leave no thread waiting long.
        let pairs = down.flatMap { y in right.map { (y, $0) } }.sorted {
            $0.0.count * $0.1.count > $1.0.count * $1.1.count
        }
        let memory = memory
        var regions = pairs.map { y, x in
            let taps = y.taps.flatMap { ky in
                x.taps.prefix(joins ? 1 : .max).map { kx in
                    Microkernel.Tap(
                        source: (ky.source * source.width + kx.source) * source.stride,
                        weights: (ky.number * columns.kernel + kx.number) * tapStride)
                }
            }
            return Region(
                height: y.count, width: x.count,
                resultStart: (y.first * result.width + x.first) * result.stride,
                resultDown: lines.resultStep * result.width * result.stride,
                resultRight: columns.resultStep * result.stride,
                sourceDown: lines.sourceStep * source.width * source.stride,
                sourceRight: columns.sourceStep * source.stride, taps: memory.keep(taps),
                join: joins ? x.taps.count : 1)
        }
        for index in regions.indices.dropLast().reversed()
        where regions[index].positions == regions[index + 1].positions {
            regions[index].peers = regions[index + 1].peers + 1
        }
        self.regions = memory.keep(regions)
    }

    // MARK: Blocks

    /// Blocks of at most `limit` rows (a multiple of six) into which the rows of `samples` samples are cut.
    func blockCount(samples: Int, limit: Int) -> Int {
        var count = 0
        for region in regions { count += (samples * region.positions + limit - 1) / limit }
        return count
    }

    /// The block of a number. The blocks of a region are of about the same size, a multiple of six but for the last.
    /// Regions of as many positions take turns: they look at the same places of the source.
    func block(_ number: Int, samples: Int, limit: Int) -> Block {
        var index = 0
        var left = number
        while true {
            let (peers, rows) = (regions[index].peers, samples * regions[index].positions)
            let blocks = (rows + limit - 1) / limit
            if left < blocks * peers {
                let region = regions[index + left % peers]
                let size = Microkernel.tiles(of: (rows + blocks - 1) / blocks) * Microkernel.rows
                let first = left / peers * size
                return Block(region: region, first: first, count: min(size, rows - first))
            }
            left -= blocks * peers
            index += peers
        }
    }

    /// Calls `body` for every row of a block with its number in the block, where its taps' sources count from,
    /// and its place in the result; in floats from the first sample.
    @inline(__always)
    func forEachRow(of block: Block, _ body: (_ row: Int, _ source: Int, _ result: Int) -> Void) {
        let region = block.region
        let (line, column) = (block.first / region.width, block.first % region.width)
        var (sample, y, x) = (line / region.height, line % region.height, column)
        var row = 0
        while row < block.count {
            let sourceLine = sample * source.sampleStride + y * region.sourceDown
            let resultLine = sample * result.sampleStride + region.resultStart + y * region.resultDown
            let end = min(region.width, x + block.count - row)
            while x < end {
                body(row, sourceLine + x * region.sourceRight, resultLine + x * region.resultRight)
                row += 1
                x += 1
            }
            x = 0
            y += 1
            if y == region.height { (y, sample) = (0, sample + 1) }
        }
    }
}
