/// Gather or scatter with all its multiplications: a product of rows found by pointers, one product for each rectangle
/// of positions that see the same taps (see ConvolutionRegions).
struct DirectPass {
    private let regions: ConvolutionRegions
    /// Floating-point operations of a sample.
    private let flops: Int
    /// Channels of the source and of the result, and the kernel's taps.
    private let depth, columns, taps: Int

    init(_ g: ConvolutionGeometry, _ way: ConvolutionAxis.Way) {
        let image = ConvolutionRegions.Grid(height: g.inHeight, width: g.inWidth, stride: g.inChannels)
        let map = ConvolutionRegions.Grid(height: g.outHeight, width: g.outWidth, stride: g.outChannels)
        let (source, result) = way == .gather ? (image, map) : (map, image)
        (depth, columns, taps, flops) = (source.stride, result.stride, g.taps, g.flops)
        // What a line of the kernel sees of an image is contiguous: in a gather it is one tap.
        regions = ConvolutionRegions(
            from: source, to: result, along: g.axes(way), tapStride: source.stride * Microkernel.columns,
            joins: way == .gather)
    }

    /// Multiplications of a sample, for a channel of the source and one of the result.
    var cost: Int { regions.cost }

    /// Floats of a worker's scratch.
    var scratch: Int { RowProduct.Block.floats }

    /// result = f(source * weights + bias). Weights lie in panels of full width, rows (tap, channel of the source).
    func run(
        _ source: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into result: UnsafeMutablePointer<Float>, samples: Int,
        scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let product = RowProduct(
            depth: depth, weights: weights, panelStride: taps * depth * Microkernel.columns, columns: columns,
            bias: bias, activation: activation)
        let (regions, size, limit) = (regions, self.scratch, RowProduct.blockRows)
        let blocks = regions.blockCount(samples: samples, limit: limit)
        let cut = product.cut(rows: blocks * limit, rowsPerBlock: limit)
        workers.runIndexed(tasks: cut.tasks, flops: samples * flops) { task, worker in
            let rowsHere = regions.block(task / cut.groups, samples: samples, limit: limit)
            var product = product
            product.taps = rowsHere.region.taps
            product.depth *= rowsHere.region.join
            let block = RowProduct.Block(scratch + worker * size)
            regions.forEachRow(of: rowsHere) { row, from, to in
                block.rows[row] = source + from
                block.results[row] = result + to
            }
            product.run(block, count: rowsHere.count, panels: cut.piece(task).panels)
        }
    }
}
