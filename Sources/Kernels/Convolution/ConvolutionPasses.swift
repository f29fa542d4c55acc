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
    /// How weights come into the order of the other kind of convolution, for the pass that reads them so.
    private let gatherExchange, scatterExchange: Exchange?
    /// Floats of all workers' scratch.
    private let scratchCount: Int

    init(
        _ geometry: ConvolutionGeometry, _ order: WeightOrder, batch: Int, workers: Workers, workspace: Workspace,
        winograd: WinogradUse
    ) {
        (self.geometry, self.order, self.workers, self.workspace) = (geometry, order, workers, workspace)
        let g = geometry
        let width = Microkernel.columns
        patch = g.taps * g.inChannels
        gatherExchange =
            order == .transposed
            ? Exchange(panels: g.transposedPanels, columns: g.outChannels, rows: g.inChannels) : nil
        scatterExchange =
            order == .convolution
            ? Exchange(panels: g.convolutionPanels, columns: g.inChannels, rows: g.outChannels) : nil
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
        winogradGradient = winogradGather.flatMap { _ in WinogradGradient(g, order, batch: batch, winograd) }

        let (mapWidth, imageWidth) = (padded(g.outChannels, to: width), padded(g.inChannels, to: width))
        let winogradPasses = [winogradGather, winogradScatter].compactMap { $0 }
        let scratch = [
            directGather.scratch, directGradient.scratch, winogradPasses.map(\.scratch).max(),
            winogradGradient?.scratch, fewChannelsScatter?.scratch, fewChannelsGradient?.scratch,
        ].compactMap { $0 }.max()!
        scratchCount = padded(scratch, to: 16) * workers.threads
        // Shared memory holds weights in the other order, padded, where the pass wants them so, then the sums of a
        // Winograd pass, of as many panels as that takes at once; or what a gradient needs.
        func count(_ pass: WinogradPass?, _ exchange: Exchange?, otherwise: Int) -> Int {
            guard let pass else { return otherwise }
            return (exchange == nil ? 0 : pass.weightsCount(taps: g.taps)) + pass.sumsCount
        }
        let gather = count(
            winogradGather, gatherExchange,
            otherwise: gatherExchange != nil || g.outChannels == 1 ? mapWidth * patch : 0)
        let scatter =
            fewChannelsScatter?.weightsCount
            ?? count(
                winogradScatter, scatterExchange,
                otherwise: scatterExchange == nil ? 0 : imageWidth * g.taps * g.outChannels)
        let gradient =
            fewChannelsGradient?.sumsCount ?? winogradGradient?.shared ?? directGradient.memory(batch: batch)
        workspace.reserve(scratchCount + max(gather, scatter, gradient) + 16)
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
        if let winogradGather {
            run(winogradGather, image, weights, gatherExchange, bias, activation, into: map, rows: rows)
            return
        }
        var weights = weights
        if let gatherExchange {
            weights = exchanged(weights, gatherExchange, nil)
        } else if g.outChannels == 1 {
            weights = widened(weights, rows: patch)
        }
        directGather.run(
            image, weights, bias, activation, into: map, samples: rows, scratch: scratch, workers: workers)
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
        if let winogradScatter {
            run(winogradScatter, map, weights, scatterExchange, bias, activation, into: image, rows: rows)
        } else if let directScatter {
            var weights = weights
            if let scatterExchange { weights = exchanged(weights, scatterExchange, nil) }
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
                image: image, map: map, memory: shared, into: gradient, samples: rows, accumulate: accumulate,
                scratch: scratch, workers: workers)
        } else {
            directGradient.run(
                image: image, map: map, memory: shared, into: gradient, samples: rows, accumulate: accumulate,
                scratch: scratch, workers: workers)
        }
    }

    /// Sums the weights, brought into the order in which the pass reads them, and runs the pass: some panels at once.
    private func run(
        _ pass: WinogradPass, _ source: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ exchange: Exchange?,
        _ bias: UnsafePointer<Float>?, _ activation: Activation, into result: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let (groups, taps) = (pass.groupCount, geometry.taps)
        let sums = shared + (exchange == nil ? 0 : pass.weightsCount(taps: taps))
        for number in 0..<groups {
            let group = pass.group(number)
            var own = weights + group.lowerBound * pass.weightsPerPanel(taps: taps)
            if let exchange { own = exchanged(weights, exchange, group) }
            for round in 0..<pass.lineRounds {
                let lines = pass.lines(ofRound: round)
                pass.sumWeights(
                    own, lines: lines, group: group, taps: taps, into: sums, scratch: scratch, workers: workers)
                pass.run(
                    source, lines: lines, sums: sums, group: group, bias, activation, into: result, samples: rows,
                    flops: geometry.flops / (groups * pass.lineRounds), scratch: scratch, workers: workers)
            }
        }
    }

    // MARK: Weights in the other order

    /// How weights come into the order of the other kind of convolution: from panels with rows (tap, a) and columns b
    /// to panels of full width with rows (tap, b) and columns a.
    private struct Exchange {
        let panels: Panels
        /// The numbers of a and b.
        let columns: Int, rows: Int
    }

    /// Copies weights into `shared`: all panels, or some of them.
    private func exchanged(
        _ weights: UnsafePointer<Float>, _ exchange: Exchange, _ group: Range<Int>?
    ) -> UnsafePointer<Float> {
        let width = Microkernel.columns
        let taps = geometry.taps
        let target = shared
        let (sourceWidth, sourceRows, depth) = (exchange.panels.width, exchange.panels.rows, exchange.rows)
        let group = group ?? 0..<(exchange.columns + width - 1) / width
        workers.runIndexed(tasks: group.count * taps, flops: 8 * group.count * width * taps * depth) { task, _ in
            let (index, tap) = (task / taps, task % taps)
            let panel = group.lowerBound + index
            let valid = min(width, exchange.columns - panel * width)
            let columns = target + (index * taps + tap) * depth * width
            if valid < width { columns.update(repeating: 0, count: depth * width) }
            for b in stride(from: 0, to: depth, by: sourceWidth) {
                Transposition.block(
                    weights + (b / sourceWidth * sourceRows + tap * exchange.columns + panel * width) * sourceWidth,
                    stride: sourceWidth, rows: valid, columns: min(sourceWidth, depth - b), into: columns + b * width,
                    stride: width)
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
