import CMachine

/// The weight gradient of an image of few channels. Map and copies of what each position sees are the operands: the
/// map's channels are the rows, read where they lie.
struct FewChannelsGradient {
    private let geometry: ConvolutionGeometry
    private let order: WeightOrder
    /// Numbers that a position of the map sees, and that rounded up to panels.
    private let patch, patchStride: Int
    /// Floats of a line of the image with the padding around it, and lines.
    private let paddedLine, paddedLines: Int
    /// Positions of a block.
    private let block: Int

    /// Floats of a block, of map and patches, which stay in the first-level cache.
    private static let blockFloats = 5 * 1024
    /// Positions of a block at least.
    private static let fewest = 32
    /// Parts into which the samples are cut.
    private static let parts = 16
    /// Vectors are moved whole, and what is too much is overwritten by what follows: room behind the last.
    private static let slack = Vector.scalarCount

    private typealias Vector = SIMD8<Float>

    /// Nothing for wider images.
    init?(_ g: ConvolutionGeometry, _ order: WeightOrder) {
        guard g.isNarrow else { return nil }
        (geometry, self.order) = (g, order)
        patch = g.taps * g.inChannels
        patchStride = padded(patch, to: Microkernel.narrowColumns)
        paddedLine = ((g.outWidth - 1) * g.strideWidth + g.kernelWidth) * g.inChannels
        paddedLines = (g.outHeight - 1) * g.strideHeight + g.kernelHeight
        let positions = g.outHeight * g.outWidth
        let blocks = max(1, min(positions * (g.outChannels + patchStride) / Self.blockFloats, positions / Self.fewest))
        block = (positions + blocks - 1) / blocks
    }

    // MARK: Memory

    private var paddedCount: Int { padded(paddedLine * paddedLines + Self.slack, to: 16) }
    private var patchesCount: Int { padded(block * patchStride + Self.slack, to: 16) }
    private var copyCount: Int {
        geometry.outChannels < Microkernel.rows ? block * geometry.outChannels + Microkernel.rows : 0
    }

    /// Floats of a worker's scratch.
    var scratch: Int {
        padded(GradientScratch.floats(pointers: 0) + paddedCount + patchesCount + copyCount, to: 16)
    }

    /// Floats of the parts' sums.
    var sumsCount: Int { Self.parts * sumCount }
    private var sumCount: Int { patchStride * geometry.outChannels }

    // MARK: The pass

    /// The sum over positions of the map times what they see, added to `gradient` when `accumulate`; with memory for
    /// the parts' sums and `scratch` for each worker.
    func run(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>,
        into gradient: UnsafeMutablePointer<Float>, samples: Int, accumulate: Bool,
        scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let g = geometry
        // The parts are cut by sizes alone, and added in order.
        let parts = min(Self.parts, samples)
        let size = self.scratch
        workers.runIndexed(tasks: parts, flops: samples * g.flops) { part, worker in
            let range = part * samples / parts..<(part + 1) * samples / parts
            sum(
                image, map, range, of: samples, into: sums + part * sumCount, scratch: scratch + worker * size)
        }
        workers.run(tasks: g.outChannels, flops: 4 * parts * sumCount) { co in
            let sum = sums + co * patchStride
            for part in stride(from: 1, to: parts, by: 1) {
                for column in 0..<patchStride { sum[column] += sum[part * sumCount + column] }
            }
            for column in 0..<patch {
                let (tap, ci) = column.quotientAndRemainder(dividingBy: g.inChannels)
                let place = g.place(order, tap: tap, imageChannel: ci, mapChannel: co)
                gradient[place] = (accumulate ? gradient[place] : 0) + sum[column]
            }
        }
        if !accumulate { geometry.panels(order).clearPadding(gradient) }
    }

    /// The sums of some samples, [map channel][patch].
    private func sum(
        _ image: UnsafePointer<Float>, _ map: UnsafePointer<Float>, _ range: Range<Int>, of samples: Int,
        into sums: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        let positions = g.outHeight * g.outWidth
        let memory = GradientScratch(scratch)
        let around = scratch + GradientScratch.floats(pointers: 0)
        let patches = around + paddedCount
        let copy = patches + patchesCount
        patches.update(repeating: 0, count: patchesCount)
        for sample in range {
            pad(image + sample * g.inCount, into: around)
            for first in stride(from: 0, to: positions, by: block) {
                let count = min(block, positions - first)
                copyPatches(around, first, count, patches)
                let place = (sample * positions + first) * g.outChannels
                let length = count * g.outChannels
                var (rows, ahead) = (map + place, min(length, samples * g.outCount - place - length))
                if g.outChannels < Microkernel.rows {
                    // A tile of rows reads beyond the last position.
                    copy.update(from: rows, count: length)
                    (rows, ahead) = (UnsafePointer(copy), 0)
                }
                multiply(
                    rows, patches, count: count, into: sums, accumulate: sample > range.lowerBound || first > 0,
                    ahead: ahead, memory)
            }
        }
    }

    /// The products of a block's positions: the map's channels are rows, read where they lie. `ahead` numbers behind
    /// the block, which the next one reads, are asked for meanwhile.
    private func multiply(
        _ map: UnsafePointer<Float>, _ patches: UnsafePointer<Float>, count: Int,
        into sums: UnsafeMutablePointer<Float>, accumulate: Bool, ahead: Int, _ memory: GradientScratch
    ) {
        let (channels, width) = (geometry.outChannels, Microkernel.columns)
        var next = map + count * channels
        let end = next + ahead
        let linesPerTile = count * Microkernel.rows * width / (16 * patchStride) + 1
        for column in stride(from: 0, to: patchStride, by: width) {
            for tile in stride(from: 0, to: channels, by: Microkernel.rows) {
                // A last tile of fewer rows begins with some of the tile before.
                let row = max(0, min(tile, channels - Microkernel.rows))
                for _ in 0..<linesPerTile where next < end {
                    saddle_prefetch_second_level(next)
                    next += 16
                }
                for r in 0..<Microkernel.rows {
                    let isWanted = tile <= row + r && row + r < channels
                    memory.results[r] = isWanted ? sums + (row + r) * patchStride + column : memory.unused
                }
                Microkernel.positions(
                    count: count, a: map + row, stride: channels, panel: patches + column,
                    panelStride: patchStride, c: memory.results, wanted: patchStride - column, accumulate: accumulate)
            }
        }
    }

    /// Copies a sample with zeros around it, as far as the map sees.
    private func pad(_ image: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
        let g = geometry
        let left = g.paddingWidth * g.inChannels
        let width = max(0, min(g.inWidth * g.inChannels, paddedLine - left))
        target.update(repeating: 0, count: paddedCount)
        for line in 0..<max(0, min(g.inHeight, paddedLines - g.paddingHeight)) {
            (target + (line + g.paddingHeight) * paddedLine + left).update(
                from: image + line * g.inWidth * g.inChannels, count: width)
        }
    }

    /// Copies all that `count` positions see, [ky, kx, channel], into a row each.
    private func copyPatches(
        _ image: UnsafePointer<Float>, _ first: Int, _ count: Int, _ patches: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        let length = g.kernelWidth * g.inChannels
        var (line, column) = first.quotientAndRemainder(dividingBy: g.outWidth)
        for position in 0..<count {
            var source = image + line * g.strideHeight * paddedLine + column * g.strideWidth * g.inChannels
            var target = patches + position * patchStride
            for _ in 0..<g.kernelHeight {
                for i in stride(from: 0, to: length, by: Vector.scalarCount) { store(load(source + i), target + i) }
                source += paddedLine
                target += length
            }
            column += 1
            if column == g.outWidth { (line, column) = (line + 1, 0) }
        }
    }

    @inline(__always) private func load(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private func store(_ v: Vector, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: v, as: Vector.self)
    }
}
