import CMachine

/// dW = x^T · dy of a dense layer, into panels. The samples are the inner dimension: x is cut into tiles of inputs, dy
/// into panels.
struct DenseWeightGradient {
    let inputs: Int
    let outputs: Int
    /// The most rows.
    let batch: Int

    private typealias ResultRow = Microkernel.ResultRow
    /// Tasks come in multiples of this, so that two or four threads end together.
    static let taskMultiple = 4
    /// Tiles of a task.
    private static let mostTiles = 24

    private var tiles: Int { Microkernel.tiles(of: inputs) }
    private var panels: Int { (outputs + Microkernel.columns - 1) / Microkernel.columns }
    private var parts: Int { (tiles + Self.mostTiles - 1) / Self.mostTiles }
    private var tilesPerPart: Int { (tiles + parts - 1) / parts }

    /// Floats of a worker's scratch: a row that nobody reads, pointers to rows and to results, a block.
    var scratch: Int { Microkernel.columns + 2 * (batch + 8) + blockCount }
    /// Floats that all workers share: x^T in tiles of inputs, [tile][sample][Microkernel.rows], dy in panels,
    /// [panel][sample][Microkernel.columns], and a number of double precision for each block.
    var shared: Int { tilesCount + panels * batch * Microkernel.columns + 2 * panels * parts }

    private var tilesCount: Int { padded(tiles * Packing.tileStride(batch), to: 16) }
    /// The most numbers of a block: what a task makes of the gradient.
    private var blockCount: Int { tilesPerPart * Microkernel.rows * Microkernel.columns }

    /// A worker's scratch.
    private struct Scratch {
        let unused: UnsafeMutablePointer<Float>
        let rows: UnsafeMutablePointer<Microkernel.Row>
        let results: UnsafeMutablePointer<ResultRow>
        let block: UnsafeMutablePointer<Float>

        init(_ memory: UnsafeMutablePointer<Float>, _ plan: DenseWeightGradient) {
            unused = memory
            let pointers = UnsafeMutableRawPointer(unused + Microkernel.columns)
            rows = pointers.assumingMemoryBound(to: Microkernel.Row.self)
            results = (pointers + plan.batch * MemoryLayout<Microkernel.Row>.stride)
                .assumingMemoryBound(to: ResultRow.self)
            block = unused + Microkernel.columns + 2 * (plan.batch + 8)
        }

        func list(_ x: UnsafePointer<Float>, rows count: Int, columns: Int) -> UnsafeMutablePointer<Microkernel.Row> {
            for row in 0..<count { rows[row] = x + row * columns }
            return rows
        }
    }

    /// Where a gradient goes.
    enum Target {
        case write(UnsafeMutablePointer<Float>)
        case add(UnsafeMutablePointer<Float>)
        case give(any GradientTaker)
    }

    /// - Parameters:
    ///   - memory: `scratch` floats for each worker, then `shared` ones.
    ///   - stride: from one worker's scratch to the next.
    /// - Returns: the sum of the squares of a gradient that was given; else 0.
    @discardableResult
    func run(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to target: Target, rows: Int,
        memory: UnsafeMutablePointer<Float>, stride scratchStride: Int, workers: Workers
    ) -> Double {
        let (height, width) = (Microkernel.rows, Microkernel.columns)
        let flops = 2 * rows * inputs * outputs
        let packedTiles = memory + workers.threads * scratchStride
        let packedPanels = packedTiles + tilesCount
        let squares = UnsafeMutableRawPointer(packedPanels + panels * rows * width).assumingMemoryBound(to: Double.self)
        let (parts, tilesPerPart, tiles, panels) = (parts, tilesPerPart, tiles, panels)
        let packTiles = max(1, min(16, (tiles + Self.taskMultiple - 1) / Self.taskMultiple))
        let packPanels = max(1, packTiles * height / width)
        let tileTasks = (tiles + packTiles - 1) / packTiles
        let panelTasks = (panels + packPanels - 1) / packPanels
        let stride = Packing.tileStride(rows)
        workers.runIndexed(tasks: tileTasks + panelTasks, flops: flops) { task, worker in
            let scratch = Scratch(memory + worker * scratchStride, self)
            if task < tileTasks {
                Packing.tiles(
                    scratch.list(x, rows: rows, columns: inputs), count: rows, channels: inputs,
                    tiles: task * packTiles..<min(tiles, (task + 1) * packTiles), into: packedTiles, stride: stride)
            } else {
                let first = (task - tileTasks) * packPanels
                Packing.panels(
                    scratch.list(dy, rows: rows, columns: outputs), count: rows, channels: outputs,
                    panels: first..<min(panels, first + packPanels), into: packedPanels + first * rows * width,
                    stride: rows * width)
            }
        }
        workers.runIndexed(tasks: panels * parts, flops: flops) { task, worker in
            let (panel, part) = (task / parts, task % parts)
            let scratch = Scratch(memory + worker * scratchStride, self)
            let range = part * tilesPerPart..<min(tiles, (part + 1) * tilesPerPart)
            let offset = (panel * inputs + range.lowerBound * height) * width
            let (place, accumulate) =
                switch target {
                case .write(let gradient): (gradient + offset, false)
                case .add(let gradient): (gradient + offset, true)
                case .give: (scratch.block, false)
                }
            var ahead = Microkernel.Ahead()
            if case .give(let taker) = target { ahead.arrays = taker.met }
            for tile in range {
                for r in 0..<height {
                    let row = (tile - range.lowerBound) * height + r
                    scratch.results[r] = tile * height + r < inputs ? place + row * width : scratch.unused
                }
                ahead.offset = offset + (tile - range.lowerBound) * height * width
                Microkernel.positions(
                    count: rows, a: packedTiles + tile * stride, stride: height,
                    panel: packedPanels + panel * rows * width, c: scratch.results,
                    accumulate: accumulate, ahead: ahead)
            }
            guard case .give(let taker) = target else { return }
            let count = min(range.count * height, inputs - range.lowerBound * height) * width
            squares[task] = Reductions.squaredNorm(place, count: count, workers: workers)
            taker.take(place, offset: offset, count: count)
        }
        guard case .give = target else { return 0 }
        var sum = 0.0
        for block in 0..<panels * parts { sum += squares[block] }
        return sum
    }
}
