import CMachine

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
    /// Whether results go to memory that is hardly in a cache yet.
    var resultsAreFar = true

    /// Rows of a block when there are many: sixteen tiles.
    static let blockRows = 96
    /// Rows of the largest block: a few rows more than a block's are not worth another pass over the weights.
    static let mostBlockRows = 144
    private static let depthTarget = 256
    /// Where few numbers are summed, a tile is done before memory has answered: results are asked for so many tiles ahead.
    private static let tilesAhead = 4
    /// Where the weights of an only tap start: at 0.
    nonisolated(unsafe) static let oneTap: UnsafePointer<Int> = {
        let start = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        start.initialize(to: 0)
        return UnsafePointer(start)
    }()

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
        let pieces = Pieces(taps: taps, depth: depth, panels: range)
        let linear = activation.negativeSlope
        for number in 0..<pieces.count {
            let piece = pieces[number]
            var ends = Microkernel.Ends(accumulate: number >= range.count)
            if number >= pieces.count - range.count { ends.negativeSlope = linear ?? 1 }
            run(piece, block, tiles, ends, count, next: number + 1 < pieces.count ? pieces[number + 1] : nil)
        }
        if linear == nil {
            let first = range.lowerBound * Microkernel.columns
            let width = min(columns, range.upperBound * Microkernel.columns) - first
            for row in 0..<count {
                let result = block.results[row] + first
                activation.apply(result, into: result, count: width)
            }
        }
    }

    /// One panel, and a part of the inner dimension: a part of every row, or some taps.
    private struct Piece {
        let panel: Int
        let tap, taps: Int
        let start, depth: Int
    }

    /// The pieces of a product, all panels for each part of the inner dimension.
    private struct Pieces {
        private let panels: Range<Int>
        private let taps, depth: Int
        /// Parts of a tap, and their depth; or else taps of a part.
        private let parts, partDepth, partTaps: Int

        init(taps: Int, depth: Int, panels: Range<Int>) {
            (self.taps, self.depth, self.panels) = (taps, depth, panels)
            let target = RowProduct.depthTarget
            parts = depth <= target * 3 / 2 ? 1 : (depth + target - 1) / target
            partDepth = (depth + parts - 1) / parts
            partTaps = parts > 1 ? 1 : max(1, target / max(1, depth))
        }

        /// One at least for each panel: without taps a result is the bias.
        var count: Int { max(1, (taps + partTaps - 1) / partTaps * parts) * panels.count }

        subscript(number: Int) -> Piece {
            let (panel, part) = (panels.lowerBound + number % panels.count, number / panels.count)
            let (tap, start) = (part / parts * partTaps, part % parts * partDepth)
            return Piece(
                panel: panel, tap: tap, taps: min(partTaps, taps - tap), start: start,
                depth: min(partDepth, depth - start))
        }
    }

    /// All rows times one piece.
    private func run(
        _ piece: Piece, _ block: Block, _ tiles: Int, _ ends: Microkernel.Ends, _ count: Int, next: Piece?
    ) {
        let width = Microkernel.columns
        let column = piece.panel * width
        let valid = min(width, columns - column)
        let source = weights + piece.panel * panelStride + piece.start * width
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
            if let next { prefetch(next, part: tile, of: tiles) }
            if resultsAreFar && !ends.accumulate { fetchResults(of: tile + Self.tilesAhead, block, tiles, column) }
            let results = block.results + tile * 6
            let rowsHere = min(6, count - tile * 6)
            for r in 0..<6 where valid == width { block.tileRows[8 + r] = results[r] + (r < rowsHere ? column : 0) }
            if valid < width && ends.accumulate {
                for r in 0..<rowsHere {
                    for lane in 0..<valid { block.tileRows[r][lane] = results[r][column + lane] }
                }
            }
            Microkernel.rows(
                taps: piece.taps, depth: piece.depth, a: block.table + (tile * taps + piece.tap) * 6,
                offset: piece.start, panel: source, tapStarts: tapStarts + piece.tap,
                c: block.tileRows + (valid == width ? 8 : 0), ends: ends)
            if valid < width {
                for r in 0..<rowsHere {
                    for lane in 0..<valid { results[r][column + lane] = block.tileRows[r][lane] }
                }
            }
        }
    }

    /// Asks for a part of a piece's weights, which come from afar while the piece before is at work.
    private func prefetch(_ piece: Piece, part: Int, of parts: Int) {
        let source = weights + piece.panel * panelStride + piece.start * Microkernel.columns
        let lines = piece.depth * Microkernel.columns / 16
        let size = (lines + parts - 1) / parts
        for tap in piece.tap..<piece.tap + piece.taps {
            for line in min(lines, part * size)..<min(lines, (part + 1) * size) {
                saddle_prefetch_second_level(source + tapStarts[tap] + line * 16)
            }
        }
    }

    /// Asks for the lines of a tile's results, or, behind the last tile, of the next panel's.
    private func fetchResults(of tile: Int, _ block: Block, _ tiles: Int, _ column: Int) {
        let (tile, column) = tile < tiles ? (tile, column) : (tile - tiles, column + Microkernel.columns)
        guard tile < tiles, column < columns else { return }
        for r in 0..<6 {
            let result = block.results[tile * 6 + r] + column
            for line in 0..<Microkernel.columns / 16 { saddle_prefetch_for_write(result + line * 16) }
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

    /// In so many groups of panels, or as many as keep threads busy.
    func cut(rows: Int, rowsPerBlock: Int, groups: Int? = nil) -> Cut {
        let blocks = max(1, (rows + rowsPerBlock - 1) / rowsPerBlock)
        let wanted = max(1, min(panels, groups ?? 16 / blocks))
        let perGroup = (panels + wanted - 1) / wanted
        return Cut(
            rows: rows, rowsPerBlock: rowsPerBlock, groups: (panels + perGroup - 1) / perGroup,
            panelsPerGroup: perGroup, panels: panels)
    }
}
