/// The product C = f(A · B + bias) with A's rows behind a table of pointers and B in panels: dense layers and
/// convolutions, cut into blocks of rows and of panels.
///
/// Within a block the inner dimension is cut so that a piece of a panel stays in the first-level cache while all the
/// block's rows pass it, and the block's rows stay in the second level while all panels pass them.
struct RowProduct {
    typealias Row = Microkernel.Row
    typealias ResultRow = Microkernel.ResultRow

    var taps: Int
    /// Numbers of a row per tap: the inner dimension is taps * depth.
    var depth: Int
    /// Where each tap's numbers start in a panel, in floats.
    var tapStarts: UnsafePointer<Int>
    var weights: UnsafePointer<Float>
    /// Floats from one panel to the next.
    var panelStride: Int
    var columns: Int
    var bias: UnsafePointer<Float>?
    var activation: Activation

    /// Rows of a block when there are many: sixteen tiles.
    static let blockRows = 96
    /// Rows of the largest block: a few rows more than a block's are not worth another pass over the weights.
    static let mostBlockRows = 144
    private static let depthTarget = 256

    var panels: Int { (columns + Microkernel.columns - 1) / Microkernel.columns }
    func flops(rows: Int) -> Int { 2 * rows * taps * depth * columns }

    /// The pointers of a block's rows, and a tile for what does not fit: scratch memory of a worker.
    struct Block {
        /// [tile][tap][6]
        let table: UnsafeMutablePointer<Row>
        /// [row]
        let results: UnsafeMutablePointer<ResultRow>
        fileprivate let tile: UnsafeMutablePointer<Float>
        fileprivate let tileRows: UnsafeMutablePointer<ResultRow>
        fileprivate let bias: UnsafeMutablePointer<Float>

        static func floats(taps: Int) -> Int {
            // Pointers count twice; the tile has a seventh row, which takes what nobody reads.
            2 * (mostBlockRows * taps + mostBlockRows + 16) + 8 * Microkernel.columns
        }

        /// Lays a block out in `scratch`, aligned to 64 bytes.
        init(_ scratch: UnsafeMutablePointer<Float>, taps: Int) {
            let raw = UnsafeMutableRawPointer(scratch)
            tile = scratch
            bias = tile + 7 * Microkernel.columns
            let pointers = raw + 8 * Microkernel.columns * MemoryLayout<Float>.stride
            tileRows = pointers.assumingMemoryBound(to: ResultRow.self)
            results = tileRows + 16
            table = UnsafeMutableRawPointer(results + mostBlockRows).assumingMemoryBound(to: Row.self)
            for r in 0..<6 { tileRows[r] = tile + r * Microkernel.columns }
        }

        /// The place in the table of a row's first tap; the others follow at distances of six.
        @inline(__always) func place(_ row: Int, taps: Int) -> UnsafeMutablePointer<Row> {
            table + row / 6 * taps * 6 + row % 6
        }
    }

    /// Computes `count` rows whose pointers stand in `block`, for the given panels.
    func run(_ block: Block, count: Int, panels range: Range<Int>) {
        let tiles = (count + 5) / 6
        // Rows that fill up the last tile repeat its first row and go nowhere.
        for row in count..<tiles * 6 {
            let (first, place) = (block.place((tiles - 1) * 6, taps: taps), block.place(row, taps: taps))
            for tap in 0..<taps { place[tap * 6] = first[tap * 6] }
            block.results[row] = block.tile + 6 * Microkernel.columns
        }
        let parts = depth <= Self.depthTarget * 3 / 2 ? 1 : (depth + Self.depthTarget - 1) / Self.depthTarget
        let partDepth = parts == 1 ? depth : (depth + parts - 1) / parts
        let partTaps = parts > 1 ? 1 : max(1, Self.depthTarget / max(1, depth))
        let linear = activation.negativeSlope
        var tap = 0
        repeat {
            let tapCount = min(partTaps, taps - tap)
            for part in 0..<parts {
                let start = part * partDepth
                let isLast = tap + tapCount >= taps && part == parts - 1
                var ends = Microkernel.Ends(accumulate: tap > 0 || part > 0)
                if isLast { ends.negativeSlope = linear ?? 1 }
                for panel in range {
                    runPanel(
                        panel, block, tiles, tap, tapCount, start, min(partDepth, depth - start), ends, count)
                }
            }
            tap += tapCount
        } while tap < taps
        if linear == nil {
            let first = range.lowerBound * Microkernel.columns
            let width = min(columns, range.upperBound * Microkernel.columns) - first
            for row in 0..<count {
                let result = block.results[row] + first
                activation.apply(result, into: result, count: width)
            }
        }
    }

    /// One piece of the inner dimension, all rows, one panel.
    private func runPanel(
        _ panel: Int, _ block: Block, _ tiles: Int, _ tap: Int, _ tapCount: Int, _ start: Int, _ partDepth: Int,
        _ ends: Microkernel.Ends, _ count: Int
    ) {
        let width = Microkernel.columns
        let column = panel * width
        let valid = min(width, columns - column)
        let source = weights + panel * panelStride + start * width
        var ends = ends
        if let bias, !ends.accumulate {
            if valid == width {
                ends.bias = bias + column
            } else {
                for lane in 0..<width { block.bias[lane] = lane < valid ? bias[column + lane] : 0 }
                ends.bias = UnsafePointer(block.bias)
            }
        }
        for tile in 0..<tiles {
            let results = block.results + tile * 6
            let rowsHere = min(6, count - tile * 6)
            for r in 0..<6 where valid == width { block.tileRows[8 + r] = results[r] + (r < rowsHere ? column : 0) }
            if valid < width && ends.accumulate {
                for r in 0..<rowsHere {
                    for lane in 0..<valid { block.tileRows[r][lane] = results[r][column + lane] }
                }
            }
            Microkernel.rows(
                taps: tapCount, depth: partDepth, a: block.table + (tile * taps + tap) * 6, offset: start,
                panel: source, tapStarts: tapStarts + tap,
                c: block.tileRows + (valid == width ? 8 : 0), ends: ends)
            if valid < width {
                for r in 0..<rowsHere {
                    for lane in 0..<valid { results[r][column + lane] = block.tileRows[r][lane] }
                }
            }
        }
    }

    /// How rows are cut into tasks: blocks of rows times groups of panels.
    struct Cut {
        let rows: Int
        let rowsPerBlock: Int
        let groups: Int
        let panelsPerGroup: Int
        let panels: Int

        var tasks: Int { (rows + rowsPerBlock - 1) / rowsPerBlock * groups }

        /// The rows and panels of a task.
        @inline(__always) func piece(_ task: Int) -> (first: Int, count: Int, panels: Range<Int>) {
            let (first, panel) = (task / groups * rowsPerBlock, task % groups * panelsPerGroup)
            return (first, min(rowsPerBlock, rows - first), panel..<min(panels, panel + panelsPerGroup))
        }
    }

    /// A cut into enough tasks to keep threads busy, blocks as equal as tiles allow; it depends on sizes alone.
    func cut(rows: Int) -> Cut {
        let blocks = max(1, (rows + 2 * Self.blockRows - Self.mostBlockRows - 1) / Self.blockRows)
        let tiles = (rows + 5) / 6
        return cut(rows: rows, rowsPerBlock: max(1, (tiles + blocks - 1) / blocks) * 6)
    }

    func cut(rows: Int, rowsPerBlock: Int) -> Cut {
        let blocks = max(1, (rows + rowsPerBlock - 1) / rowsPerBlock)
        let wanted = max(1, min(panels, 16 / blocks))
        let perGroup = (panels + wanted - 1) / wanted
        return Cut(
            rows: rows, rowsPerBlock: rowsPerBlock, groups: (panels + perGroup - 1) / perGroup,
            panelsPerGroup: perGroup, panels: panels)
    }
}
