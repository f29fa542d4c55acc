/// The passes of a convolution and of a transposed convolution, which are the same three.
///
/// Between an *image* [inHeight, inWidth, inChannels] and a *map* [outHeight, outWidth, outChannels] of a geometry there
/// are: `gather`, image to map (a convolution forward, a transposed convolution's input gradient); `scatter`, map to
/// image (the other two); and the weight gradient. The two kinds differ in the order in which weights are stored.
///
/// `gather` and `scatter` are products of rows found by pointers (see Microkernel). Scatter runs once for each phase: an
/// image position (y, x) meets only the taps with (y + padding - ky) divisible by the stride, so that positions of the
/// same remainders see the same taps. Images of few channels would make rows too short: then the taps of a position are
/// copied into one row (gather), or all taps' products are computed and summed into the image afterwards (scatter).
final class ConvolutionPasses {
    /// Whether a weight lies at row (tap, image channel), column map channel; or row (tap, map channel), column image
    /// channel.
    enum Order { case convolution, transposed }

    /// Positions of the same remainder by the stride, and the taps that they see.
    struct Phase {
        let y, x: Int
        let height, width: Int
        /// Per tap: offset of the map position from the phase position, and the tap's number.
        let taps: UnsafeMutableBufferPointer<(dy: Int, dx: Int, tap: Int)>
        /// Where a tap's weights start in a panel.
        let starts: UnsafeMutablePointer<Int>
    }

    typealias Row = Microkernel.Row
    typealias ResultRow = Microkernel.ResultRow

    let geometry: ConvolutionGeometry
    let workers: Workers
    let workspace: Workspace
    let phases: UnsafeMutableBufferPointer<Phase>
    /// Images of so few channels are handled by copies.
    let isNarrow: Bool
    /// taps * inChannels, the length of a row of copied taps, and that rounded up to tiles of six.
    let patch, patchRows: Int
    /// Floats of one worker's scratch.
    let scratch: Int
    /// Zeros, for positions outside.
    let zeros: FloatBuffer
    /// [tap]: starts of the taps in the panels of a gather.
    private let gatherStarts: UnsafeMutablePointer<Int>

    static let positionsPerBlock = 192
    static let splits = 16

    init(_ geometry: ConvolutionGeometry, batch: Int, workers: Workers, workspace: Workspace) {
        (self.geometry, self.workers, self.workspace) = (geometry, workers, workspace)
        let g = geometry
        let width = Microkernel.columns
        isNarrow = g.inChannels < 8
        patch = g.taps * g.inChannels
        patchRows = (patch + 5) / 6 * 6
        zeros = FloatBuffer(count: max(g.inChannels, g.outChannels) + 2 * width)
        gatherStarts = .allocate(capacity: g.taps)
        for tap in 0..<g.taps { gatherStarts[tap] = tap * g.inChannels * width }
        phases = ConvolutionPasses.makePhases(g)

        let mapPanels = (g.outChannels + width - 1) / width
        let imagePanels = (g.inChannels + width - 1) / width
        let gather =
            RowProduct.Block.floats(taps: isNarrow ? 1 : g.taps) + (isNarrow ? RowProduct.blockRows * patch : 0)
        let scatter =
            RowProduct.Block.floats(taps: isNarrow ? 1 : g.taps) + 16
            + (isNarrow ? g.outHeight * g.outWidth * patch : 0)
        let block = Self.positionsPerBlock
        let gradient =
            2 * (2 * block + 16) + 8 * width + block * max(mapPanels, imagePanels) * width
            + (isNarrow
                ? block * patchRows
                : ((max(g.inChannels, g.outChannels) + 5) / 6 * Packing.tileStride(block) + 15) & ~15)
        scratch = (max(gather, max(scatter, gradient)) + 31) & ~15
        // Weights in the other order, padded; or the partial sums of a narrow weight gradient.
        let gatherWeights = mapPanels * width * g.taps * g.inChannels
        let scatterWeights = imagePanels * width * g.taps * g.outChannels
        let narrowWeights = (patch + width) * g.outChannels
        let partials = isNarrow ? (Self.splits + 1) * patchRows * mapPanels * width : 0
        workspace.reserve(
            scratch * workers.threads + max(max(gatherWeights, scatterWeights), max(narrowWeights, partials)) + 16)
    }

    deinit {
        gatherStarts.deallocate()
        for phase in phases {
            phase.starts.deallocate()
            phase.taps.deallocate()
        }
        phases.deallocate()
    }

    /// Memory behind the workers' scratch.
    var shared: UnsafeMutablePointer<Float> { workspace.pointer + scratch * workers.threads }

    // MARK: Gather

    /// map = f(image * weights + bias)
    func gather(
        _ image: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, order: Order, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into map: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let g = geometry
        let width = Microkernel.columns
        var source = weights
        if order == .transposed {
            exchange(weights, g.transposedPanels, depths: (g.outChannels, g.inChannels))
            source = UnsafePointer(shared)
        } else if g.outChannels == 1 {
            widen(weights, rows: patch)
            source = UnsafePointer(shared)
        }
        var product = RowProduct(
            taps: g.taps, depth: g.inChannels, tapStarts: gatherStarts, weights: source, panelStride: patch * width,
            columns: g.outChannels, bias: bias, activation: activation)
        if isNarrow { (product.taps, product.depth) = (1, patch) }
        let cut = product.cut(rows: rows * g.outHeight * g.outWidth)
        let total = rows * g.outHeight * g.outWidth
        workers.runIndexed(tasks: cut.tasks, flops: product.flops(rows: total)) { task, worker in
            let memory = workspace.pointer + worker * scratch
            let block = RowProduct.Block(memory, taps: product.taps)
            let first = task / cut.groups * RowProduct.blockRows
            let count = min(RowProduct.blockRows, total - first)
            let patches = memory + RowProduct.Block.floats(taps: 1)
            if isNarrow { copyPatches(image, first, count, patches, stride: patch) }
            for row in 0..<count {
                let place = block.place(row, taps: product.taps)
                block.results[row] = map + (first + row) * g.outChannels
                if isNarrow {
                    place[0] = UnsafePointer(patches + row * patch)
                } else {
                    point(place, step: 6, at: image, position: first + row)
                }
            }
            let panel = task % cut.groups * cut.panelsPerGroup
            product.run(block, count: count, panels: panel..<min(product.panels, panel + cut.panelsPerGroup))
        }
    }

    /// Pointers to the image positions that a map position sees, one per tap.
    @inline(__always)
    private func point(
        _ place: UnsafeMutablePointer<Row>, step: Int, at image: UnsafePointer<Float>, position: Int
    ) {
        let g = geometry
        let (row, ox) = (position / g.outWidth, position % g.outWidth)
        let (sample, oy) = (row / g.outHeight, row % g.outHeight)
        let base = image + sample * g.inCount
        var place = place
        for ky in 0..<g.kernelHeight {
            let iy = oy * g.strideHeight + ky - g.paddingHeight
            for kx in 0..<g.kernelWidth {
                let ix = ox * g.strideWidth + kx - g.paddingWidth
                let inside = iy >= 0 && iy < g.inHeight && ix >= 0 && ix < g.inWidth
                place[0] = inside ? base + (iy * g.inWidth + ix) * g.inChannels : UnsafePointer(zeros.pointer)
                place += step
            }
        }
    }

    /// Copies all that a map position sees, [ky, kx, channel], into one row, for `count` positions; the rest of a row of
    /// `stride` numbers becomes zero.
    func copyPatches(
        _ image: UnsafePointer<Float>, _ first: Int, _ count: Int, _ patches: UnsafeMutablePointer<Float>, stride: Int
    ) {
        let g = geometry
        let line = g.kernelWidth * g.inChannels
        for row in 0..<count {
            let position = first + row
            let (imageRow, ox) = (position / g.outWidth, position % g.outWidth)
            let (sample, oy) = (imageRow / g.outHeight, imageRow % g.outHeight)
            let base = image + sample * g.inCount
            var target = patches + row * stride
            let ix = ox * g.strideWidth - g.paddingWidth
            let isInside = ix >= 0 && ix + g.kernelWidth <= g.inWidth
            for ky in 0..<g.kernelHeight {
                let iy = oy * g.strideHeight + ky - g.paddingHeight
                let source = base + (iy * g.inWidth + ix) * g.inChannels
                if iy < 0 || iy >= g.inHeight {
                    for i in 0..<line { target[i] = 0 }
                } else if isInside {
                    for i in 0..<line { target[i] = source[i] }
                } else {
                    for kx in 0..<g.kernelWidth {
                        let inside = ix + kx >= 0 && ix + kx < g.inWidth
                        for c in 0..<g.inChannels {
                            target[kx * g.inChannels + c] = inside ? source[kx * g.inChannels + c] : 0
                        }
                    }
                }
                target += line
            }
            for i in 0..<stride - g.kernelHeight * line { target[i] = 0 }
        }
    }

    // MARK: Scatter

    /// image = f(transposed product of map and weights + bias)
    func scatter(
        _ map: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, order: Order, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into image: UnsafeMutablePointer<Float>, rows: Int
    ) {
        if isNarrow {
            scatterNarrow(map, weights, order, bias, activation, image, rows)
            return
        }
        let g = geometry
        let width = Microkernel.columns
        var source = weights
        if order == .convolution {
            exchange(weights, g.convolutionPanels, depths: (g.inChannels, g.outChannels))
            source = UnsafePointer(shared)
        }
        let positions = phases[0].height * phases[0].width
        let product = RowProduct(
            taps: g.taps, depth: g.outChannels, tapStarts: gatherStarts, weights: source,
            panelStride: g.taps * g.outChannels * width, columns: g.inChannels, bias: bias, activation: activation)
        // The first phase is the largest; what others lack are empty tasks.
        let cut = product.cut(rows: rows * positions)
        let flops = rows * g.flops
        workers.runIndexed(tasks: cut.tasks * phases.count, flops: flops) { task, worker in
            let phase = phases[task % phases.count]
            let piece = task / phases.count
            let total = rows * phase.height * phase.width
            let first = piece / cut.groups * RowProduct.blockRows
            let count = min(RowProduct.blockRows, total - first)
            if count <= 0 { return }
            var product = product
            (product.taps, product.tapStarts) = (phase.taps.count, UnsafePointer(phase.starts))
            let block = RowProduct.Block(workspace.pointer + worker * scratch, taps: product.taps)
            for row in 0..<count {
                let position = first + row
                let (line, i) = (position / phase.width, position % phase.width)
                let (sample, j) = (line / phase.height, line % phase.height)
                let base = map + sample * g.outCount
                var place = block.place(row, taps: product.taps)
                for (dy, dx, _) in phase.taps {
                    let (oy, ox) = (j + dy, i + dx)
                    let inside = oy >= 0 && oy < g.outHeight && ox >= 0 && ox < g.outWidth
                    place[0] = inside ? base + (oy * g.outWidth + ox) * g.outChannels : UnsafePointer(zeros.pointer)
                    place += 6
                }
                let (y, x) = (phase.y + j * g.strideHeight, phase.x + i * g.strideWidth)
                block.results[row] = image + ((sample * g.inHeight + y) * g.inWidth + x) * g.inChannels
            }
            let panel = piece % cut.groups * cut.panelsPerGroup
            product.run(block, count: count, panels: panel..<min(product.panels, panel + cut.panelsPerGroup))
        }
    }

    /// Scatter into an image of few channels: one product [positions, outChannels] · [outChannels, taps * inChannels] a
    /// sample, whose results each image position then collects.
    private func scatterNarrow(
        _ map: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ order: Order, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, _ image: UnsafeMutablePointer<Float>, _ rows: Int
    ) {
        let g = geometry
        let width = Microkernel.columns
        let wide = shared
        let positions = g.outHeight * g.outWidth
        let panels = order == .convolution ? g.convolutionPanels : g.transposedPanels
        wide.update(repeating: 0, count: (patch + width - 1) / width * width * g.outChannels)
        for tap in 0..<g.taps {
            for ci in 0..<g.inChannels {
                let column = tap * g.inChannels + ci
                for co in 0..<g.outChannels {
                    wide[(column / width * g.outChannels + co) * width + column % width] =
                        order == .convolution
                        ? weights[panels.offset(row: column, column: co)]
                        : weights[panels.offset(row: tap * g.outChannels + co, column: ci)]
                }
            }
        }
        let product = RowProduct(
            taps: 1, depth: g.outChannels, tapStarts: gatherStarts, weights: wide, panelStride: g.outChannels * width,
            columns: patch, bias: nil, activation: .identity)
        workers.runIndexed(tasks: rows, flops: rows * g.flops) { sample, worker in
            let memory = workspace.pointer + worker * scratch
            let products = memory + (RowProduct.Block.floats(taps: 1) + 15) & ~15
            let block = RowProduct.Block(memory, taps: 1)
            var first = 0
            while first < positions {
                let count = min(RowProduct.blockRows, positions - first)
                for row in 0..<count {
                    block.table[row] = map + sample * g.outCount + (first + row) * g.outChannels
                    block.results[row] = products + (first + row) * patch
                }
                product.run(block, count: count, panels: 0..<product.panels)
                first += count
            }
            let target = image + sample * g.inCount
            collect(products, bias, into: target)
            activation.apply(target, into: target, count: g.inCount)
        }
    }

    /// Sums the taps' products [position, tap, channel] into the image.
    private func collect(
        _ products: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, into image: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        for phase in phases {
            for j in 0..<phase.height {
                for i in 0..<phase.width {
                    let (y, x) = (phase.y + j * g.strideHeight, phase.x + i * g.strideWidth)
                    let target = image + (y * g.inWidth + x) * g.inChannels
                    for c in 0..<g.inChannels { target[c] = bias?[c] ?? 0 }
                    for (dy, dx, tap) in phase.taps {
                        let (oy, ox) = (j + dy, i + dx)
                        guard oy >= 0, oy < g.outHeight, ox >= 0, ox < g.outWidth else { continue }
                        let source = products + (oy * g.outWidth + ox) * patch + tap * g.inChannels
                        for c in 0..<g.inChannels { target[c] += source[c] }
                    }
                }
            }
        }
    }

    private static func makePhases(_ g: ConvolutionGeometry) -> UnsafeMutableBufferPointer<Phase> {
        var phases: [Phase] = []
        for y in 0..<min(g.strideHeight, g.inHeight) {
            for x in 0..<min(g.strideWidth, g.inWidth) {
                var taps: [(dy: Int, dx: Int, tap: Int)] = []
                for ky in 0..<g.kernelHeight where (y + g.paddingHeight - ky) % g.strideHeight == 0 {
                    for kx in 0..<g.kernelWidth where (x + g.paddingWidth - kx) % g.strideWidth == 0 {
                        let dy = (y + g.paddingHeight - ky) / g.strideHeight
                        let dx = (x + g.paddingWidth - kx) / g.strideWidth
                        taps.append((dy, dx, ky * g.kernelWidth + kx))
                    }
                }
                let starts = UnsafeMutablePointer<Int>.allocate(capacity: taps.count + 1)
                for (i, tap) in taps.enumerated() { starts[i] = tap.tap * g.outChannels * Microkernel.columns }
                starts[taps.count] = 0
                let height = (g.inHeight - y + g.strideHeight - 1) / g.strideHeight
                let width = (g.inWidth - x + g.strideWidth - 1) / g.strideWidth
                phases.append(
                    Phase(y: y, x: x, height: height, width: width, taps: permanent(taps), starts: starts))
            }
        }
        return permanent(phases)
    }

    /// Plain memory instead of an array: reading it from many threads counts no references.
    private static func permanent<T>(_ values: [T]) -> UnsafeMutableBufferPointer<T> {
        let memory = UnsafeMutableBufferPointer<T>.allocate(capacity: values.count)
        _ = memory.initialize(from: values)
        return memory
    }

    // MARK: Weights in the other order

    /// Copies panels with rows (tap, a) and columns b into `shared` with rows (tap, b) and columns a, in panels of full
    /// width; `depths` are the numbers of a and b.
    private func exchange(_ weights: UnsafePointer<Float>, _ panels: Panels, depths: (a: Int, b: Int)) {
        let width = Microkernel.columns
        let taps = geometry.taps
        let target = shared
        let (sourceWidth, sourceRows) = (panels.width, panels.rows)
        let columnPanels = (depths.a + width - 1) / width
        workers.runIndexed(tasks: columnPanels * taps, flops: 8 * weightsCount) { task, _ in
            let (panel, tap) = (task / taps, task % taps)
            let valid = min(width, depths.a - panel * width)
            for b in 0..<depths.b where valid < width {
                let row = target + ((panel * taps + tap) * depths.b + b) * width
                for lane in valid..<width { row[lane] = 0 }
            }
            var b = 0
            while b < depths.b {
                let count = min(sourceWidth, depths.b - b)
                let source = weights + (b / sourceWidth * sourceRows + tap * depths.a + panel * width) * sourceWidth
                let block = target + ((panel * taps + tap) * depths.b + b) * width
                for lane in 0..<count {
                    for row in 0..<valid { block[lane * width + row] = source[row * sourceWidth + lane] }
                }
                b += count
            }
        }
    }

    private var weightsCount: Int { patch * geometry.outChannels }

    /// Copies a single column into `shared` as the first of a panel of full width.
    private func widen(_ weights: UnsafePointer<Float>, rows: Int) {
        let width = Microkernel.columns
        shared.update(repeating: 0, count: rows * width)
        for row in 0..<rows { shared[row * width] = weights[row] }
    }
}
