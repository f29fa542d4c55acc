/// The passes of a convolution and of a transposed convolution, which are the same three.
///
/// Between an *image* [inHeight, inWidth, inChannels] and a *map* [outHeight, outWidth, outChannels] of a geometry
/// there are: `gather`, image to map (a convolution forward, a transposed convolution's input gradient); `scatter`, map
/// to image (the other two); and the weight gradient. The two kinds differ in the order in which weights are stored.
///
/// Each pass is computed in one of three ways: with all its multiplications (Direct), with fewer (Winograd), or, where
/// the image has few channels, by products of their own (FewChannels).
final class ConvolutionPasses {
    let geometry: ConvolutionGeometry
    private let order: WeightOrder
    private let workers: Workers
    private let workspace: Workspace
    private let directGather: DirectPass
    /// Nil for images of few channels.
    private let directScatter: DirectPass?
    private let directGradient: DirectGradient
    /// The passes with fewer multiplications, where they pay.
    let winogradGather, winogradScatter: WinogradPass?
    let winogradGradient: WinogradGradient?
    /// The passes of an image of few channels.
    private let fewChannelsScatter: FewChannelsScatter?
    private let fewChannelsGradient: FewChannelsGradient?
    /// Rows of the weights that a position of the map sees: taps * inChannels.
    private let patch: Int
    /// Floats of all workers' scratch; of weights copied into the order of the other kind of convolution.
    private let scratchCount, exchangedCount: Int

    init(
        _ geometry: ConvolutionGeometry, _ order: WeightOrder, batch: Int, workers: Workers, workspace: Workspace,
        winograd: WinogradUse
    ) {
        (self.geometry, self.order, self.workers, self.workspace) = (geometry, order, workers, workspace)
        let g = geometry
        let width = Microkernel.columns
        patch = g.taps * g.inChannels
        (fewChannelsScatter, fewChannelsGradient) = (FewChannelsScatter(g, order), FewChannelsGradient(g, order))
        directGather = DirectPass(g, .gather)
        directScatter = g.isNarrow ? nil : DirectPass(g, .scatter)
        directGradient = DirectGradient(g, order)
        let canUseWinograd = !g.isNarrow && g.outChannels > 1
        winogradGather =
            canUseWinograd ? WinogradPass(g, .gather, batch: batch, winograd, insteadOf: directGather.cost) : nil
        winogradScatter = directScatter.flatMap {
            canUseWinograd ? WinogradPass(g, .scatter, batch: batch, winograd, insteadOf: $0.cost) : nil
        }
        winogradGradient = winogradGather.map { WinogradGradient(g, order, $0.windows) }

        let (mapWidth, imageWidth) = (padded(g.outChannels, to: width), padded(g.inChannels, to: width))
        let winogradPasses = [winogradGather, winogradScatter].compactMap { $0 }
        let scratch = [
            directGather.scratch, directGradient.scratch, winogradPasses.map(\.scratch).max(),
            winogradGradient?.scratch, fewChannelsScatter?.scratch, fewChannelsGradient?.scratch,
        ].compactMap { $0 }.max()!
        scratchCount = padded(scratch, to: 16) * workers.threads
        // Shared memory holds weights in the other order, padded, then the sums of a Winograd pass; or what a gradient
        // needs.
        exchangedCount = max(
            mapWidth * patch, fewChannelsScatter?.weightsCount ?? imageWidth * g.taps * g.outChannels)
        let gradient =
            fewChannelsGradient?.sumsCount ?? winogradGradient?.productsCount ?? directGradient.memory(batch: batch)
        workspace.reserve(
            scratchCount + max(gradient, exchangedCount + (winogradPasses.map(\.sumsCount).max() ?? 0)) + 16)
    }

    private var scratch: UnsafeMutablePointer<Float> { workspace.pointer }
    /// Memory behind the workers' scratch.
    private var shared: UnsafeMutablePointer<Float> { workspace.pointer + scratchCount }

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
        if let winogradGather {
            run(winogradGather, image, weights, bias, activation, into: map, rows: rows)
        } else {
            directGather.run(
                image, weights, bias, activation, into: map, samples: rows, scratch: scratch, workers: workers)
        }
    }

    /// image = f(transposed product of map and weights + bias)
    func scatter(
        _ map: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into image: UnsafeMutablePointer<Float>, rows: Int
    ) {
        if let fewChannelsScatter {
            fewChannelsScatter.run(
                map, weights, bias, activation, into: image, samples: rows, spread: shared, scratch: scratch,
                workers: workers)
            return
        }
        let g = geometry
        var weights = weights
        if order == .convolution {
            weights = exchanged(weights, g.convolutionPanels, depths: (g.inChannels, g.outChannels))
        }
        if let winogradScatter {
            run(winogradScatter, map, weights, bias, activation, into: image, rows: rows)
        } else if let directScatter {
            directScatter.run(
                map, weights, bias, activation, into: image, samples: rows, scratch: scratch, workers: workers)
        }
    }

    /// gradient = sum over positions of image (seen by a tap) times map, in the order of the weights.
    func weightGradient(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        if let fewChannelsGradient {
            fewChannelsGradient.run(
                image: image, map: map, sums: shared, into: gradient, samples: rows, accumulate: accumulate,
                scratch: scratch, workers: workers)
        } else if let winogradGradient {
            winogradGradient.run(
                image: image, map: map, products: shared, into: gradient, samples: rows, accumulate: accumulate,
                scratch: scratch, workers: workers)
        } else {
            directGradient.run(
                image: image, map: map, memory: shared, into: gradient, samples: rows, accumulate: accumulate,
                scratch: scratch, workers: workers)
        }
    }

    /// Sums the weights, which lie in the order in which the pass reads them, and runs the pass.
    private func run(
        _ pass: WinogradPass, _ source: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
        _ bias: UnsafePointer<Float>?, _ activation: Activation, into result: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let sums = shared + exchangedCount
        pass.sumWeights(weights, taps: geometry.taps, into: sums, workers: workers)
        pass.run(
            source, sums: sums, bias, activation, into: result, samples: rows, flops: geometry.flops,
            scratch: scratch, workers: workers)
    }

    // MARK: Weights in the other order

    /// Panels with rows (tap, a) and columns b, copied into `shared` with rows (tap, b) and columns a, in panels of
    /// full width; `depths` are the numbers of a and b.
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
