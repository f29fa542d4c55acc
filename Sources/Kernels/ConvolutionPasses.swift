/// The passes of a convolution and of a transposed convolution, which are the same three.
///
/// Between an *image* [inHeight, inWidth, inChannels] and a *map* [outHeight, outWidth, outChannels] of a geometry there
/// are: `gather`, image to map (a convolution forward, a transposed convolution's input gradient); `scatter`, map to
/// image (the other two); and the weight gradient. The two kinds differ in the order in which weights are stored.
///
/// `gather` and `scatter` are products of rows found by pointers (see Microkernel), one product for each rectangle of
/// positions that see the same taps (see ConvolutionRegions); or, with fewer multiplications, they go by windows (see
/// FilteredPass). What a line of the kernel sees of an image is contiguous: in a gather it is one tap. To images of few
/// channels scatter and weight gradient go their own way (see NarrowScatter and NarrowGradient).
final class ConvolutionPasses {
    /// Whether a weight lies at row (tap, image channel), column map channel; or row (tap, map channel), column image
    /// channel.
    enum Order { case convolution, transposed }

    let geometry: ConvolutionGeometry
    let order: Order
    let workers: Workers
    let workspace: Workspace
    /// What a position of the map sees of the image.
    let gatherRegions: ConvolutionRegions
    /// What one of the image sees of the map; nil for images of few channels.
    let scatterRegions: ConvolutionRegions?
    /// What the weight gradient multiplies.
    let operands: GradientOperands
    /// The passes with fewer multiplications, where they pay.
    let filteredGather, filteredScatter: FilteredPass?
    let filteredGradient: FilteredGradient?
    /// The passes of an image of few channels.
    let narrowScatter: NarrowScatter?
    let narrowGradient: NarrowGradient?
    /// taps * inChannels
    let patch: Int
    /// Floats of one worker's scratch; of weights copied into the order of the other kind of convolution.
    let scratch, exchangedCount: Int

    init(
        _ geometry: ConvolutionGeometry, _ order: Order, batch: Int, workers: Workers, workspace: Workspace,
        filtering: Filtering
    ) {
        (self.geometry, self.order, self.workers, self.workspace) = (geometry, order, workers, workspace)
        let g = geometry
        let width = Microkernel.columns
        (narrowScatter, narrowGradient) = (NarrowScatter(g, order), NarrowGradient(g, order))
        patch = g.taps * g.inChannels
        let image = ConvolutionRegions.Grid(height: g.inHeight, width: g.inWidth, stride: g.inChannels)
        let map = ConvolutionRegions.Grid(height: g.outHeight, width: g.outWidth, stride: g.outChannels)
        gatherRegions = ConvolutionRegions(
            from: image, to: map, along: g.axes(.gather), tapStride: g.inChannels * width, joins: true)
        scatterRegions =
            g.isNarrow
            ? nil
            : ConvolutionRegions(
                from: map, to: image, along: g.axes(.scatter), tapStride: g.outChannels * width)
        operands = GradientOperands(g, order)
        let canFilter = !g.isNarrow && g.outChannels > 1
        filteredGather =
            canFilter ? FilteredPass(g, .gather, batch: batch, filtering, insteadOf: gatherRegions.cost) : nil
        filteredScatter = scatterRegions.flatMap {
            canFilter ? FilteredPass(g, .scatter, batch: batch, filtering, insteadOf: $0.cost) : nil
        }
        filteredGradient = filteredGather.map { FilteredGradient(g, order, $0.windows) }

        let (mapWidth, imageWidth) = (padded(g.outChannels, to: width), padded(g.inChannels, to: width))
        let filtered = [filteredGather, filteredScatter].compactMap { $0 }
        scratch = padded(
            [
                RowProduct.Block.floats, GradientScratch.floats(pointers: GradientOperands.limit),
                filtered.map(\.scratch).max(), filteredGradient?.scratch, narrowScatter?.scratch,
                narrowGradient?.scratch,
            ].compactMap { $0 }.max()!, to: 16)
        // Weights in the other order, padded, then the sums of a filtered pass; or a gradient's sums; or the operands of
        // a wide weight gradient, and that of a single map channel, computed as if there were `width`.
        exchangedCount = max(
            mapWidth * patch, narrowScatter?.weightsCount ?? imageWidth * g.taps * g.outChannels)
        let gradient =
            narrowGradient?.sumsCount ?? filteredGradient?.productsCount
            ?? operands.count(samples: min(batch, operands.mostAtOnce)) + (g.outChannels == 1 ? patch * width : 0)
        let shared = max(gradient, exchangedCount + (filtered.map(\.sumsCount).max() ?? 0))
        workspace.reserve(scratch * workers.threads + shared + 16)
    }

    /// Memory behind the workers' scratch.
    var shared: UnsafeMutablePointer<Float> { workspace.pointer + scratch * workers.threads }

    /// map = f(image * weights + bias)
    func gather(
        _ image: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into map: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let g = geometry
        var weights = weights
        if order == .transposed {
            weights = exchanged(weights, g.transposedPanels, depths: (g.outChannels, g.inChannels))
        } else if g.outChannels == 1 {
            weights = widened(weights, rows: patch)
        }
        if let filteredGather {
            filter(filteredGather, image, weights, bias, activation, into: map, rows: rows)
            return
        }
        let product = RowProduct(
            depth: g.inChannels, weights: weights, panelStride: patch * Microkernel.columns, columns: g.outChannels,
            bias: bias, activation: activation)
        multiply(image, product, gatherRegions, into: map, rows: rows)
    }

    /// image = f(transposed product of map and weights + bias)
    func scatter(
        _ map: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into image: UnsafeMutablePointer<Float>, rows: Int
    ) {
        if let narrowScatter {
            narrowScatter.run(
                map, weights, bias, activation, into: image, samples: rows, spread: shared,
                scratch: workspace.pointer, workers: workers)
            return
        }
        let g = geometry
        var weights = weights
        if order == .convolution {
            weights = exchanged(weights, g.convolutionPanels, depths: (g.inChannels, g.outChannels))
        }
        if let filteredScatter {
            filter(filteredScatter, map, weights, bias, activation, into: image, rows: rows)
            return
        }
        let product = RowProduct(
            depth: g.outChannels, weights: weights, panelStride: g.taps * g.outChannels * Microkernel.columns,
            columns: g.inChannels, bias: bias,
            activation: activation)
        if let scatterRegions { multiply(map, product, scatterRegions, into: image, rows: rows) }
    }

    /// The pass by windows. Weights lie in the order in which it reads them.
    private func filter(
        _ pass: FilteredPass, _ source: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
        _ bias: UnsafePointer<Float>?, _ activation: Activation, into result: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let sums = shared + exchangedCount
        pass.sumWeights(weights, taps: geometry.taps, into: sums, workers: workers)
        pass.run(
            source, sums: sums, bias, activation, into: result, samples: rows, flops: geometry.flops,
            scratch: workspace.pointer, workers: workers)
    }

    /// The product of every region's positions with its taps.
    private func multiply(
        _ source: UnsafePointer<Float>, _ product: RowProduct, _ regions: ConvolutionRegions,
        into result: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let limit = RowProduct.blockRows
        let blocks = regions.blockCount(samples: rows, limit: limit)
        let cut = product.cut(rows: blocks * limit, rowsPerBlock: limit)
        workers.runIndexed(tasks: cut.tasks, flops: rows * geometry.flops) { task, worker in
            let rowsHere = regions.block(task / cut.groups, samples: rows, limit: limit)
            var product = product
            product.taps = rowsHere.region.taps
            product.depth *= rowsHere.region.join
            let block = RowProduct.Block(workspace.pointer + worker * scratch)
            regions.forEachRow(of: rowsHere) { row, from, to in
                block.rows[row] = source + from
                block.results[row] = result + to
            }
            product.run(block, count: rowsHere.count, panels: cut.piece(task).panels)
        }
    }

    // MARK: Weights in the other order

    /// Panels with rows (tap, a) and columns b, copied into `shared` with rows (tap, b) and columns a, in panels of full
    /// width; `depths` are the numbers of a and b.
    private func exchanged(
        _ weights: UnsafePointer<Float>, _ panels: Panels, depths: (a: Int, b: Int)
    ) -> UnsafePointer<Float> {
        let width = Microkernel.columns
        let taps = geometry.taps
        let target = shared
        let (sourceWidth, sourceRows) = (panels.width, panels.rows)
        let columnPanels = (depths.a + width - 1) / width
        workers.runIndexed(tasks: columnPanels * taps, flops: 8 * patch * geometry.outChannels) { task, _ in
            let (panel, tap) = (task / taps, task % taps)
            let valid = min(width, depths.a - panel * width)
            let columns = target + (panel * taps + tap) * depths.b * width
            if valid < width { columns.update(repeating: 0, count: depths.b * width) }
            for b in stride(from: 0, to: depths.b, by: sourceWidth) {
                Transposition.block(
                    weights + (b / sourceWidth * sourceRows + tap * depths.a + panel * width) * sourceWidth,
                    stride: sourceWidth, rows: valid, columns: min(sourceWidth, depths.b - b),
                    into: columns + b * width, stride: width)
            }
        }
        return UnsafePointer(target)
    }

    /// A single column, copied into `shared` as the first of a panel of full width.
    private func widened(_ weights: UnsafePointer<Float>, rows: Int) -> UnsafePointer<Float> {
        let width = Microkernel.columns
        shared.update(repeating: 0, count: rows * width)
        for row in 0..<rows { shared[row * width] = weights[row] }
        return UnsafePointer(shared)
    }
}

/// The next multiple.
func padded(_ count: Int, to multiple: Int) -> Int { (count + multiple - 1) / multiple * multiple }
