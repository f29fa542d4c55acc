/// The scatter to an image of few channels, whose own columns would leave most of a panel empty: one product computes
/// what each position of the map adds to all that its kernel sees, and each line of the image then sums.
struct NarrowScatter {
    private let geometry: ConvolutionGeometry
    private let order: ConvolutionPasses.Order
    /// Strides that a kernel is long, rounded up: so many taps of a direction meet a line of the image.
    private let overlap: (lines: Int, columns: Int)
    /// The numbers of the image that a step to the right passes.
    private let step: Int
    /// Columns of the product: the kernel's lines, each filled up with zeros to whole strides.
    private let columns: Int

    private typealias Vector = SIMD8<Float>
    /// Vectors are moved whole, and what is too much is overwritten by what follows: room behind the last.
    private static let slack = Vector.scalarCount

    /// Nothing for wider images.
    init?(_ g: ConvolutionGeometry, _ order: ConvolutionPasses.Order) {
        guard g.isNarrow else { return nil }
        (geometry, self.order) = (g, order)
        overlap = (
            (g.kernelHeight + g.strideHeight - 1) / g.strideHeight, (g.kernelWidth + g.strideWidth - 1) / g.strideWidth
        )
        step = g.strideWidth * g.inChannels
        columns = g.kernelHeight * overlap.columns * step
    }

    // MARK: Memory

    /// Floats from one line of a sample's products to the next: before its first position and behind its last there are
    /// zeros, for what lies beyond the map.
    private var productLine: Int { (geometry.outWidth + overlap.columns - 1) * columns }
    private var productCount: Int {
        padded(geometry.outHeight * productLine + (overlap.columns - 1) * columns + Self.slack, to: 16)
    }
    /// Steps that cover a line of the image with the padding before it, and those of them that the map reaches.
    private var steps: Int {
        (geometry.paddingWidth + geometry.inWidth + geometry.strideWidth - 1) / geometry.strideWidth
    }
    private var reached: Int { min(steps, geometry.outWidth + overlap.columns - 1) }
    private var lineCount: Int { padded(steps * step + Self.slack, to: 16) }
    private var termCount: Int { padded(2 * overlap.lines * overlap.columns, to: 16) }

    /// Floats of a worker's scratch.
    var scratch: Int { RowProduct.Block.floats + productCount + lineCount + termCount + step + Self.slack }

    /// Floats of the weights in the product's order.
    var weightsCount: Int { padded(columns, to: Microkernel.columns) * geometry.outChannels }

    // MARK: The pass

    /// image = f(transposed product of map and weights + bias), with memory for the weights in the product's order and
    /// `scratch` for each worker.
    func run(
        _ map: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into image: UnsafeMutablePointer<Float>, samples: Int,
        spread: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let g = geometry
        self.spread(weights, into: spread, workers: workers)
        let product = RowProduct(
            depth: g.outChannels, weights: spread, panelStride: g.outChannels * Microkernel.columns, columns: columns,
            bias: nil, activation: .identity, resultsAreFar: false)
        let size = self.scratch
        workers.runIndexed(tasks: samples, flops: samples * g.flops) { sample, worker in
            let memory = scratch + worker * size
            let products = memory + RowProduct.Block.floats
            multiply(map + sample * g.outCount, product, RowProduct.Block(memory), into: products)
            let line = products + productCount
            sum(
                products, bias, activation, into: image + sample * g.inCount, line: line, terms: line + lineCount)
        }
    }

    /// The product [positions, outChannels] · [outChannels, columns] of a sample.
    private func multiply(
        _ map: UnsafePointer<Float>, _ product: RowProduct, _ block: RowProduct.Block,
        into products: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        for line in 0...g.outHeight {
            (products + line * productLine).update(repeating: 0, count: productLine - g.outWidth * columns)
        }
        let positions = g.outHeight * g.outWidth
        for first in stride(from: 0, to: positions, by: RowProduct.blockRows) {
            let count = min(RowProduct.blockRows, positions - first)
            for row in 0..<count {
                let (y, x) = (first + row).quotientAndRemainder(dividingBy: g.outWidth)
                block.rows[row] = map + (first + row) * g.outChannels
                block.results[row] = products + (y + 1) * productLine - (g.outWidth - x) * columns
            }
            product.run(block, count: count, panels: 0..<product.panels)
        }
    }

    /// The weights as panels of the columns [ky][kx, filled up to whole strides][image channel], rows the map's channels.
    private func spread(
        _ weights: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (g, width) = (geometry, Microkernel.columns)
        let lineColumns = overlap.columns * step
        workers.run(tasks: g.outChannels, flops: 8 * columns * g.outChannels) { co in
            for column in 0..<padded(columns, to: width) {
                let (ky, rest) = column.quotientAndRemainder(dividingBy: lineColumns)
                let (kx, ci) = rest.quotientAndRemainder(dividingBy: g.inChannels)
                let isTap = ky < g.kernelHeight && kx < g.kernelWidth
                let weight =
                    isTap ? weights[g.place(order, tap: ky * g.kernelWidth + kx, imageChannel: ci, mapChannel: co)] : 0
                target[(column / width * g.outChannels + co) * width + column % width] = weight
            }
        }
    }

    /// Sums what the kernel's lines and columns add to each line of the image, `step` numbers at a time.
    private func sum(
        _ products: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, _ activation: Activation,
        into image: UnsafeMutablePointer<Float>, line: UnsafeMutablePointer<Float>, terms: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        let first = products + productLine - g.outWidth * columns
        let places = UnsafeMutableRawPointer(terms).assumingMemoryBound(to: UnsafePointer<Float>.self)
        let start = terms + termCount
        for i in 0..<step + Self.slack { start[i] = bias?[i % g.inChannels] ?? 0 }
        for y in 0..<g.inHeight {
            let (last, ky) = (y + g.paddingHeight).quotientAndRemainder(dividingBy: g.strideHeight)
            var count = 0
            for up in 0..<overlap.lines
            where 0 <= last - up && last - up < g.outHeight && ky + up * g.strideHeight < g.kernelHeight {
                let tapLine = (ky + up * g.strideHeight) * overlap.columns
                for left in 0..<overlap.columns {
                    places[count] =
                        first + (last - up) * productLine - left * columns + (tapLine + left) * step
                    count += 1
                }
            }
            for place in 0..<steps {
                let count = place < reached ? count : 0
                for part in stride(from: 0, to: step, by: Vector.scalarCount) {
                    var sum = load(start + part)
                    for term in 0..<count { sum += load(places[term] + place * columns + part) }
                    store(sum, line + place * step + part)
                }
            }
            let width = g.inWidth * g.inChannels
            activation.apply(line + g.paddingWidth * g.inChannels, into: image + y * width, count: width)
        }
    }

    @inline(__always) private func load(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private func store(_ v: Vector, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: v, as: Vector.self)
    }
}
