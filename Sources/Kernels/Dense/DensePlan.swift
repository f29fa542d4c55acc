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
    private let batch: Int
    /// Floats of one worker's scratch.
    private let scratch: Int
    /// Input rows of a task of the input gradient.
    private static let groupTiles = 8
    /// Numbers of a row that is longer than a page of memory.
    private static let longRow = 1024
    /// Tasks come in multiples of this, so that two or four threads end together.
    private static let taskMultiple = 4

    public init(inputs: Int, outputs: Int, batch: Int, workers: Workers, workspace: Workspace) {
        (self.inputs, self.outputs, self.batch) = (inputs, outputs, batch)
        (self.workers, self.workspace) = (workers, workspace)
        panels = Panels(rows: inputs, columns: outputs)
        let width = Microkernel.columns
        let outputPanels = (outputs + width - 1) / width
        let batchPanels = (batch + width - 1) / width
        let forward = RowProduct.Block.floats
        let input = (Self.groupTiles * Microkernel.rows * batchPanels + 1) * width + 2 * Microkernel.rows
        let weight = width + batch * width + 2 * (batch + 8)
        scratch = (max(forward, max(input, weight)) + 15) & ~15
        let copies = outputs <= NarrowDense.limit ? outputs * inputs : 0
        let shared = max(
            batchPanels * outputPanels * width * width, Microkernel.tiles(of: inputs) * Packing.tileStride(batch),
            copies)
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
        let groups = min(tiles, padded((tiles + Self.groupTiles - 1) / Self.groupTiles, to: Self.taskMultiple))
        let step = max(1, RowProduct.depthTarget / width)
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
                        // The next taps' rows come from afar: a part of them is asked for with each panel.
                        for next in panel * tapCount / batchPanels..<(panel + 1) * tapCount / batchPanels
                        where tap + tapCount + next < taps {
                            let place = source + (tapCount + next) * inputs * width
                            for line in 0..<height * width / 16 { saddle_prefetch_second_level(place + line * 16) }
                        }
                        for r in 0..<height {
                            let target = sums + (panel * Self.groupTiles * height + row + r) * width
                            results[r] = row + r < tile * height ? unused : target
                        }
                        Microkernel.panelRows(
                            taps: tapCount, a: source, stride: inputs * width,
                            panel: transposed + (panel * taps + tap) * width * width, c: results,
                            wanted: rows - panel * width, accumulate: tap > 0)
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
        let (height, width) = (Microkernel.rows, Microkernel.columns)
        let flops = 2 * rows * inputs * outputs
        let tiles = Microkernel.tiles(of: inputs)
        let packed = shared
        // x^T in tiles of inputs: [tile][sample][Microkernel.rows].
        let packTiles = max(1, min(16, (tiles + Self.taskMultiple - 1) / Self.taskMultiple))
        let stride = Packing.tileStride(rows)
        workers.runIndexed(tasks: (tiles + packTiles - 1) / packTiles, flops: flops) { task, worker in
            let list = pointers(worker)
            for row in 0..<rows { list[row] = x + row * inputs }
            Packing.tiles(
                list, count: rows, channels: inputs, tiles: task * packTiles..<min(tiles, (task + 1) * packTiles),
                into: packed, stride: stride)
        }
        let outputPanels = (outputs + width - 1) / width
        let tilesPerTask = tiles > 24 ? (tiles + (tiles + 23) / 24 - 1) / ((tiles + 23) / 24) : tiles
        let parts = (tiles + tilesPerTask - 1) / tilesPerTask
        workers.runIndexed(tasks: outputPanels * parts, flops: flops) { task, worker in
            let (panel, part) = (task / parts, task % parts)
            let list = pointers(worker)
            for row in 0..<rows { list[row] = dy + row * outputs }
            let results = UnsafeMutableRawPointer(list + batch).assumingMemoryBound(to: Microkernel.ResultRow.self)
            let unused = workspace.pointer + worker * scratch
            let slopes = unused + width
            Packing.panels(
                list, count: rows, channels: outputs, panels: panel..<panel + 1, into: slopes, stride: 0)
            for tile in part * tilesPerTask..<min(tiles, (part + 1) * tilesPerTask) {
                let target = gradient + (panel * inputs + tile * height) * width
                for r in 0..<height { results[r] = tile * height + r < inputs ? target + r * width : unused }
                if outputs > Self.longRow {
                    let (turn, turns) = (tile - part * tilesPerTask, min(tilesPerTask, tiles - part * tilesPerTask))
                    prefetch(
                        panel: panel + workers.threads, of: UnsafePointer(list),
                        turn * rows / turns..<(turn + 1) * rows / turns)
                }
                Microkernel.positions(
                    count: rows, a: packed + tile * stride, stride: height, panel: slopes, c: results,
                    accumulate: accumulate)
            }
        }
    }

    /// Asks for a panel's part of some rows, so far apart that the processor does not foresee them. The thread that
    /// will need them is probably this one.
    private func prefetch(panel: Int, of list: UnsafePointer<Microkernel.Row>, _ rows: Range<Int>) {
        let column = panel * Microkernel.columns
        guard column < outputs else { return }
        for row in rows {
            for lane in stride(from: 0, to: Microkernel.columns, by: 16) {
                saddle_prefetch_second_level(list[row] + column + lane)
            }
        }
    }

    /// Memory behind the workers' scratch.
    private var shared: UnsafeMutablePointer<Float> { workspace.pointer + scratch * workers.threads }

    /// Room for a pointer per sample in a worker's scratch, behind the panel of a weight gradient.
    private func pointers(_ worker: Int) -> UnsafeMutablePointer<Microkernel.Row> {
        let place = workspace.pointer + worker * scratch + (batch + 1) * Microkernel.columns
        return UnsafeMutableRawPointer(place).assumingMemoryBound(to: Microkernel.Row.self)
    }

    /// A block of at most width x width numbers, transposed and filled up with zeros.
    private func transposeBlock(
        _ x: UnsafePointer<Float>, rows: Int, stride: Int, columns: Int, into y: UnsafeMutablePointer<Float>
    ) {
        let width = Microkernel.columns
        if rows < width || columns < width { y.update(repeating: 0, count: width * width) }
        Transposition.block(x, stride: stride, rows: rows, columns: columns, into: y, stride: width)
    }
}
