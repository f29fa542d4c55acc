/// The scatter to an image of few channels, whose own columns would leave most of a panel empty: one product computes
/// what each position of the map adds to all that its kernel sees, and each line of the image then sums.
struct FewChannelsScatter {
    private let geometry: ConvolutionGeometry
    private let order: WeightOrder
    /// Strides that a kernel is long, rounded up: so many taps of a direction meet a line of the image.
    private let overlap: (lines: Int, columns: Int)
    /// The numbers of the image that a step to the right passes.
    private let step: Int
    /// Columns of the product that belong to a line of the kernel: filled up with zeros to whole strides where the
    /// kernel is longer than one.
    private let lineColumns: Int

    private typealias Vector = SIMD8<Float>
    /// Vectors are moved whole, and what is too much is overwritten by what follows: room behind the last.
    private static let slack = Vector.scalarCount

    /// Nothing for wider images.
    init?(_ g: ConvolutionGeometry, _ order: WeightOrder) {
        guard g.isNarrow else { return nil }
        (geometry, self.order) = (g, order)
        overlap = (
            (g.kernelHeight + g.strideHeight - 1) / g.strideHeight, (g.kernelWidth + g.strideWidth - 1) / g.strideWidth
        )
        step = g.strideWidth * g.inChannels
        lineColumns = overlap.columns == 1 ? g.kernelWidth * g.inChannels : overlap.columns * step
    }

    // MARK: Memory

    /// Columns of the product, filled up with zeros to whole tiles: a part of one would be copied from a tile apart.
    private var columns: Int { padded(geometry.kernelHeight * lineColumns, to: Microkernel.narrowColumns) }
    private var productCount: Int { padded(geometry.outHeight * geometry.outWidth * columns + Self.slack, to: 16) }
    /// Steps that cover a line of the image with the padding before it.
    private var steps: Int {
        (geometry.paddingWidth + geometry.inWidth + geometry.strideWidth - 1) / geometry.strideWidth
    }
    /// Those all of whose terms have their positions, where a step is one vector and a kernel longer than a stride.
    private var inside: Range<Int> {
        guard overlap.columns > 1, step <= Vector.scalarCount else { return 0..<0 }
        let first = min(overlap.columns - 1, steps)
        return first..<max(first, min(steps, geometry.outWidth))
    }
    private var lineCount: Int { padded(steps * step + Self.slack, to: 16) }
    /// Pointers count twice.
    private var termCount: Int { padded(2 * overlap.lines * overlap.columns, to: 16) }

    /// Floats of a worker's scratch.
    var scratch: Int {
        padded(RowProduct.Block.floats + productCount + lineCount + termCount + step + Self.slack, to: 16)
    }

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
            bias: nil, activation: .identity, resultsAreFar: false, rowsAreFar: true)
        let size = self.scratch
        workers.runIndexed(tasks: samples, flops: samples * g.flops) { sample, worker in
            let memory = scratch + worker * size
            let products = memory + RowProduct.Block.floats
            multiply(map + sample * g.outCount, product, RowProduct.Block(memory), into: products)
            sum(products, bias, activation, into: image + sample * g.inCount, scratch: products + productCount)
        }
    }

    /// The product [positions, outChannels] · [outChannels, columns] of a sample.
    private func multiply(
        _ map: UnsafePointer<Float>, _ product: RowProduct, _ block: RowProduct.Block,
        into products: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        let positions = g.outHeight * g.outWidth
        for first in stride(from: 0, to: positions, by: RowProduct.blockRows) {
            let count = min(RowProduct.blockRows, positions - first)
            for row in 0..<count {
                block.rows[row] = map + (first + row) * g.outChannels
                block.results[row] = products + (first + row) * columns
            }
            product.run(block, count: count, panels: 0..<product.panels)
        }
    }

    /// The weights as panels of the columns [ky][kx, filled up][image channel], rows the map's channels.
    private func spread(
        _ weights: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (g, width) = (geometry, Microkernel.columns)
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
        into image: UnsafeMutablePointer<Float>, scratch line: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        let terms = UnsafeMutableRawPointer(line + lineCount).assumingMemoryBound(to: UnsafePointer<Float>.self)
        let start = line + lineCount + termCount
        for i in 0..<step + Self.slack { start[i] = bias?[i % g.inChannels] ?? 0 }
        for y in 0..<g.inHeight {
            let (last, ky) = (y + g.paddingHeight).quotientAndRemainder(dividingBy: g.strideHeight)
            var count = 0
            for up in 0..<overlap.lines
            where 0 <= last - up && last - up < g.outHeight && ky + up * g.strideHeight < g.kernelHeight {
                let source = products + (last - up) * g.outWidth * columns + (ky + up * g.strideHeight) * lineColumns
                for left in 0..<overlap.columns {
                    terms[count] = source + left * step - left * columns
                    count += 1
                }
            }
            // In order: what a vector has too much, the next step overwrites.
            let inside = count == 4 ? self.inside : 0..<0
            for place in 0..<inside.lowerBound { sumStep(place, terms, count, start, line + place * step) }
            sumFour(inside, terms, start, line)
            for place in inside.upperBound..<steps { sumStep(place, terms, count, start, line + place * step) }
            let width = g.inWidth * g.inChannels
            activation.apply(line + g.paddingWidth * g.inChannels, into: image + y * width, count: width)
        }
    }

    /// The numbers of one step: the terms [line of the map][steps to the left], where there is such a position.
    @inline(__always)
    private func sumStep(
        _ place: Int, _ terms: UnsafePointer<UnsafePointer<Float>>, _ count: Int, _ start: UnsafePointer<Float>,
        _ target: UnsafeMutablePointer<Float>
    ) {
        let (lefts, width) = (overlap.columns, geometry.outWidth)
        let end = min(lefts, place + 1)
        let first = min(end, max(0, place - width + 1))
        let span = first < end ? min(step, lineColumns) : 0
        for part in stride(from: 0, to: span, by: Vector.scalarCount) {
            var sum = load(start + part)
            for line in stride(from: 0, to: count, by: lefts) {
                for left in first..<end { sum += load(terms[line + left] + place * columns + part) }
            }
            store(sum, target + part)
        }
        for i in stride(from: span, to: step, by: 1) { target[i] = start[i] }
    }

    /// The same for steps of four terms, as a kernel two strides long has them.
    @inline(__always)
    private func sumFour(
        _ places: Range<Int>, _ terms: UnsafePointer<UnsafePointer<Float>>, _ start: UnsafePointer<Float>,
        _ line: UnsafeMutablePointer<Float>
    ) {
        let (columns, step, first) = (columns, step, load(start))
        let (a, b, c, d) = (terms[0], terms[1], terms[2], terms[3])
        var (from, to) = (places.lowerBound * columns, line + places.lowerBound * step)
        for _ in places {
            store(first + ((load(a + from) + load(b + from)) + (load(c + from) + load(d + from))), to)
            from += columns
            to += step
        }
    }

    @inline(__always) private func load(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private func store(_ v: Vector, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: v, as: Vector.self)
    }
}
