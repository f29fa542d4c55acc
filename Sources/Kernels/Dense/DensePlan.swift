import CMachine

/// Dense products of up to `batch` rows: y = f(x · W + bias) and its gradients. x [rows, inputs], y [rows, outputs],
/// W and its gradient in `panels`.
///
/// The panels are what the microkernel reads, so no call packs W. Calls allocate nothing; two plans that share a
/// workspace must not run at the same time.
public final class DensePlan {
    public let inputs: Int
    public let outputs: Int
    public let panels: Panels
    private let workers: Workers
    private let workspace: Workspace
    /// The weight gradient where inputs and outputs are many.
    private let wide: DenseWeightGradient
    /// Floats of one worker's scratch.
    private let scratch: Int
    /// Input rows of a task of the input gradient.
    private static let groupTiles = 8

    public init(inputs: Int, outputs: Int, batch: Int, workers: Workers, workspace: Workspace) {
        (self.inputs, self.outputs) = (inputs, outputs)
        (self.workers, self.workspace) = (workers, workspace)
        panels = Panels(rows: inputs, columns: outputs)
        let width = Microkernel.columns
        let outputPanels = (outputs + width - 1) / width
        let batchPanels = (batch + width - 1) / width
        let forward = RowProduct.Block.floats
        let input = (Self.groupTiles * Microkernel.rows * batchPanels + 1) * width + 2 * Microkernel.rows
        wide = DenseWeightGradient(inputs: inputs, outputs: outputs, batch: batch)
        scratch = padded(max(forward, input, wide.scratch), to: 16)
        let copies = outputs <= NarrowDense.limit ? outputs * inputs : 0
        let shared = max(batchPanels * outputPanels * width * width, wide.shared, copies)
        workspace.reserve(scratch * workers.threads + max(shared, transposedWeights(rows: batch)) + 16)
    }

    /// y = f(x · W + bias), f fusible.
    public func forward(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, activation: Activation,
        into y: UnsafeMutablePointer<Float>, rows: Int
    ) {
        if outputs == 1 {
            SingleColumn.forward(x, weights, bias, into: y, rows: rows, inputs: inputs, workers: workers)
            activation.apply(y, into: y, count: rows)
            return
        }
        if inputs <= NarrowDense.limit {
            NarrowDense.FewInputs.forward(
                x, weights, bias, activation, into: y, rows: rows, inputs: inputs, outputs: outputs, workers: workers)
            return
        }
        if outputs <= NarrowDense.limit {
            NarrowDense.FewOutputs.forward(
                x, weights, bias, activation, into: y, rows: rows, inputs: inputs, outputs: outputs, copy: shared,
                workers: workers)
            return
        }
        let product = RowProduct(
            depth: inputs, weights: weights, panelStride: inputs * Microkernel.columns, columns: outputs, bias: bias,
            activation: activation)
        run(product, x, into: y, rows: rows)
    }

    /// The product of rows that lie one behind another.
    private func run(
        _ product: RowProduct, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let cut = product.cut(rows: rows)
        workers.runIndexed(tasks: cut.tasks, flops: product.flops(rows: rows)) { task, worker in
            let block = RowProduct.Block(workspace.pointer + worker * scratch)
            let (first, count, panels) = cut.piece(task)
            for row in 0..<count {
                block.rows[row] = x + (first + row) * product.depth
                block.results[row] = y + (first + row) * product.columns
            }
            product.run(block, count: count, panels: panels)
        }
    }

    /// dx = dy · W^T, computed as dx^T = W · dy^T: the rows of W lie in its panels, sixteen (or 32) numbers a panel,
    /// and only dy is transposed. A batch so large that W is less to transpose than dy and dx goes row by row, to the
    /// same bits.
    public func inputGradient(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int
    ) {
        if outputs == 1 {
            SingleColumn.inputGradient(dy, weights, into: dx, rows: rows, inputs: inputs, workers: workers)
            return
        }
        if inputs <= NarrowDense.limit {
            NarrowDense.FewInputs.inputGradient(
                dy, weights, into: dx, rows: rows, inputs: inputs, outputs: outputs, workers: workers)
            return
        }
        if outputs <= NarrowDense.limit {
            NarrowDense.FewOutputs.inputGradient(
                dy, weights, into: dx, rows: rows, inputs: inputs, outputs: outputs, copy: shared, workers: workers)
            return
        }
        if transposedWeights(rows: rows) > 0 {
            inputGradientByRows(dy, weights: weights, into: dx, rows: rows)
            return
        }
        let (height, width) = (Microkernel.rows, Microkernel.columns)
        let taps = (outputs + width - 1) / width
        let batchPanels = (rows + width - 1) / width
        let transposed = shared
        let flops = 2 * rows * inputs * outputs
        // dy^T in panels over the batch: [batch panel][output][width], zero where there is no sample or output.
        workers.runIndexed(tasks: batchPanels * taps, flops: flops) { task, _ in
            let (panel, block) = (task / taps, task % taps)
            transposeBlock(
                dy + panel * width * outputs + block * width, rows: min(width, rows - panel * width), stride: outputs,
                columns: min(width, outputs - block * width),
                into: transposed + (panel * taps + block) * width * width)
        }
        let tiles = Microkernel.tiles(of: inputs)
        let groups = min(
            tiles, padded((tiles + Self.groupTiles - 1) / Self.groupTiles, to: DenseWeightGradient.taskMultiple))
        let step = max(1, RowProduct.depthTarget / width)
        // Lines of a tile's rows in a tap, and those that the microkernel asks for.
        let (lines, onTheWay) = (height * width / 16, width / Microkernel.stepsOfLine)
        workers.runIndexed(tasks: groups, flops: flops) { group, worker in
            let first = group * tiles / groups * height
            let count = min((group + 1) * tiles / groups * height, inputs) - first
            let sums = workspace.pointer + worker * scratch
            let unused = sums + Self.groupTiles * height * batchPanels * width
            let results = UnsafeMutableRawPointer(unused + width)
                .assumingMemoryBound(to: Microkernel.ResultRow.self)
            for tap in stride(from: 0, to: taps, by: step) {
                let tapCount = min(step, taps - tap)
                for panel in 0..<batchPanels {
                    for tile in 0..<Microkernel.tiles(of: count) {
                        // A last tile of fewer rows begins with some of the tile before.
                        let row = min(tile * height, count - height)
                        let source = weights + (tap * inputs + first + row) * width
                        // Rows of taps that come next are asked for on the way, other lines with each panel.
                        let ahead = source + tapCount * inputs * width
                        let first = panel * onTheWay
                        if panel == batchPanels - 1 {
                            for next in 0..<min(tapCount, taps - tap - tapCount) {
                                for line in first + onTheWay..<max(first + onTheWay, lines) {
                                    saddle_prefetch_second_level(ahead + next * inputs * width + line * 16)
                                }
                            }
                        }
                        for r in 0..<height {
                            let target = sums + (panel * Self.groupTiles * height + row + r) * width
                            results[r] = row + r < tile * height ? unused : target
                        }
                        Microkernel.panelRows(
                            taps: tapCount, a: source, stride: inputs * width,
                            panel: transposed + (panel * taps + tap) * width * width, c: results,
                            wanted: rows - panel * width, accumulate: tap > 0,
                            ahead: first < lines && tap + tapCount < taps ? ahead + first * 16 : nil)
                    }
                }
            }
            for panel in 0..<batchPanels {
                Transposition.block(
                    sums + panel * Self.groupTiles * height * width, stride: width, rows: count,
                    columns: min(width, rows - panel * width), into: dx + panel * width * inputs + first,
                    stride: inputs)
            }
        }
    }

    /// Floats of a transposed copy of W, where that is less than transposing so many rows of dy and dx; else 0.
    private func transposedWeights(rows: Int) -> Int {
        inputs * outputs <= rows * (inputs + outputs) ? padded(inputs, to: Microkernel.columns) * outputs : 0
    }

    private func inputGradientByRows(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let width = Microkernel.columns
        let copy = shared
        var product = RowProduct(
            depth: outputs, weights: copy, panelStride: outputs * width, columns: inputs, bias: nil,
            activation: .identity)
        // As the panels of W are gone through in the other form.
        product.cutsEvenly = false
        workers.runIndexed(tasks: product.panels, flops: product.flops(rows: rows)) { panel, _ in
            for output in stride(from: 0, to: outputs, by: width) {
                let (rows, columns) = (min(width, inputs - panel * width), min(width, outputs - output))
                let target = copy + (panel * outputs + output) * width
                if rows < width { target.update(repeating: 0, count: columns * width) }
                Transposition.block(
                    weights + (output / width * inputs + panel * width) * width, stride: width, rows: rows,
                    columns: columns, into: target, stride: width)
            }
        }
        run(product, dy, into: dx, rows: rows)
    }

    /// dW = x^T · dy, added to `gradient` when `accumulate`; the padding of the panels is left zero.
    public func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        if outputs == 1 {
            SingleColumn.weightGradient(
                x, dy, into: gradient, rows: rows, inputs: inputs, accumulate: accumulate, workers: workers)
            return
        }
        if inputs <= NarrowDense.limit {
            NarrowDense.FewInputs.weightGradient(
                x, dy, into: gradient, rows: rows, inputs: inputs, outputs: outputs, accumulate: accumulate,
                workers: workers)
            return
        }
        if outputs <= NarrowDense.limit {
            NarrowDense.FewOutputs.weightGradient(
                x, dy, into: gradient, rows: rows, inputs: inputs, outputs: outputs, accumulate: accumulate,
                workers: workers)
            return
        }
        wide.run(
            x, dy, to: accumulate ? .add(gradient) : .write(gradient), rows: rows, memory: workspace.pointer,
            stride: scratch, workers: workers)
    }

    /// Whether a layer's weights are so many, measured by the samples of a batch as well, that it pays to update them
    /// while their gradient is still in the cache.
    public static func givesWeightGradient(inputs: Int, outputs: Int, batch: Int) -> Bool {
        min(inputs, outputs) > NarrowDense.limit && inputs * outputs >= 1 << 16
            && 2 * inputs * outputs >= batch * (inputs + outputs)
    }

    /// Whether every number of dW = x^T · dy is known to be finite without computing it, and so is the sum of their
    /// squares: none is larger than the product of both sides' norms (Cauchy and Schwarz).
    public func weightGradientIsBounded(_ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, rows: Int) -> Bool {
        let square =
            Reductions.squaredNorm(x, count: rows * inputs, workers: workers)
            * Reductions.squaredNorm(dy, count: rows * outputs, workers: workers)
        return square < 1e36
    }

    /// dW = x^T · dy, given in blocks. Only where `givesWeightGradient` says so.
    /// - Returns: the sum of the squares of all its numbers, added up in one order.
    public func giveWeightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, rows: Int, to taker: any GradientTaker
    ) -> Double {
        wide.run(x, dy, to: .give(taker), rows: rows, memory: workspace.pointer, stride: scratch, workers: workers)
    }

    /// Memory behind the workers' scratch.
    private var shared: UnsafeMutablePointer<Float> { workspace.pointer + scratch * workers.threads }

    /// A block of at most width x width numbers, transposed and filled up with zeros.
    private func transposeBlock(
        _ x: UnsafePointer<Float>, rows: Int, stride: Int, columns: Int, into y: UnsafeMutablePointer<Float>
    ) {
        let width = Microkernel.columns
        if rows < width || columns < width { y.update(repeating: 0, count: width * width) }
        Transposition.block(x, stride: stride, rows: rows, columns: columns, into: y, stride: width)
    }
}
