import CMachine

/// The product C = f(A · B + bias) with A's rows behind pointers and B in panels: dense layers and convolutions, cut
/// into blocks of rows and of panels.
///
/// Within a block the inner dimension is cut so that a piece of a panel stays in the first-level cache while all the
/// block's rows pass it, and the block's rows stay in the second level while all panels pass them.
struct RowProduct {
    typealias Row = Microkernel.Row
    typealias ResultRow = Microkernel.ResultRow
    typealias Taps = UnsafeBufferPointer<Microkernel.Tap>

    /// What a row sees: the inner dimension is taps * depth.
    var taps: Taps = oneTap
    /// Numbers of a row per tap.
    var depth: Int
    var weights: UnsafePointer<Float>
    /// Floats from one panel to the next.
    var panelStride: Int
    var columns: Int
    var bias: UnsafePointer<Float>?
    var activation: Activation
    /// Whether results go to memory that is hardly in a cache yet.
    var resultsAreFar = true
    /// The same of the rows, where each is one run of memory.
    var rowsAreFar = false
    /// Whether a deep tap is cut into equal pieces; else into pieces of `depthTarget` and what is left over.
    var cutsEvenly = true

    /// Rows of a block when there are many: sixteen tiles.
    static let blockRows = 96
    /// Rows of the largest block: a few rows more than a block's are not worth another pass over the weights.
    static let mostBlockRows = 144
    /// Steps of a piece: 16 KB of a panel, half of a small first-level cache; 32 KB with AVX-512, where half as many
    /// would be faster by 0 to 4 %, and would sum in another order: so the results are those of AVX2.
    static let depthTarget = 256
    /// A tile can be done before memory has answered: piece by piece, results are asked for so many tiles ahead.
    private static let tilesAhead = 4
    /// Weights of so many floats stay in the first-level cache beside what else is there.
    private static let fewWeights = 4096
    /// The only tap of a matrix product.
    nonisolated(unsafe) static let oneTap: Taps = {
        let tap = UnsafeMutablePointer<Microkernel.Tap>.allocate(capacity: 1)
        tap.initialize(to: Microkernel.Tap(source: 0, weights: 0))
        return Taps(start: tap, count: 1)
    }()

    var panels: Int { (columns + Microkernel.columns - 1) / Microkernel.columns }
    func flops(rows: Int) -> Int { 2 * rows * taps.count * depth * columns }

    /// The pointers of a block's rows, and a tile for what does not fit: scratch memory of a worker.
    struct Block {
        let rows: UnsafeMutablePointer<Row>
        let results: UnsafeMutablePointer<ResultRow>
        fileprivate let tile: UnsafeMutablePointer<Float>
        fileprivate let tileRows: UnsafeMutablePointer<ResultRow>
        fileprivate let bias: UnsafeMutablePointer<Float>

        /// Pointers count twice.
        static let floats = padded(7 * Microkernel.columns + 2 * (8 + 2 * mostBlockRows), to: 16)

        /// Lays a block out in `scratch`, aligned to 64 bytes.
        init(_ scratch: UnsafeMutablePointer<Float>) {
            tile = scratch
            bias = tile + Microkernel.rows * Microkernel.columns
            tileRows = UnsafeMutableRawPointer(bias + Microkernel.columns).assumingMemoryBound(to: ResultRow.self)
            results = tileRows + 8
            rows = UnsafeMutableRawPointer(results + mostBlockRows).assumingMemoryBound(to: Row.self)
            for r in 0..<Microkernel.rows { tileRows[r] = tile + r * Microkernel.columns }
        }
    }

    /// Computes `count` rows whose pointers stand in `block`, for the given panels.
    func run(_ block: Block, count: Int, panels range: Range<Int>) {
        let tiles = Microkernel.tiles(of: count)
        // The last tile is filled up with its first row, computed again.
        for row in count..<tiles * Microkernel.rows {
            block.rows[row] = block.rows[(tiles - 1) * Microkernel.rows]
            block.results[row] = block.results[(tiles - 1) * Microkernel.rows]
        }
        let linear = activation.negativeSlope
        if taps.count * depth * range.count * Microkernel.columns <= Self.fewWeights {
            runTileByTile(block, tiles, range, negativeSlope: linear ?? 1)
        } else {
            runPieceByPiece(block, tiles, range, negativeSlope: linear ?? 1)
        }
        if linear == nil {
            let first = range.lowerBound * Microkernel.columns
            let width = min(columns, range.upperBound * Microkernel.columns) - first
            // Whole results that lie one behind another are one run: of a single channel each would fill no vector.
            var row = 0
            while row < count {
                var end = row + 1
                while width == columns, end < count, block.results[end] == block.results[end - 1] + width { end += 1 }
                let result = block.results[row] + first
                activation.apply(result, into: result, count: (end - row) * width)
                row = end
            }
        }
    }

    /// All panels for each tile: the weights stay in the first-level cache, and results are written row after row.
    /// Without taps a result is the bias.
    private func runTileByTile(_ block: Block, _ tiles: Int, _ panels: Range<Int>, negativeSlope: Float) {
        for tile in 0..<tiles {
            if rowsAreFar && tile + 1 < tiles { fetchRows(of: tile + 1, block) }
            for panel in panels {
                if resultsAreFar && tile + 1 < tiles {
                    fetchResults(of: tile + 1, block, panel * Microkernel.columns)
                }
                let piece = Piece(panel: panel, taps: taps, start: 0, depth: depth)
                run(piece, block, tile, Microkernel.Ends(negativeSlope: negativeSlope))
            }
        }
    }

    /// All tiles for each piece of the weights, which stays in the first-level cache meanwhile.
    private func runPieceByPiece(_ block: Block, _ tiles: Int, _ panels: Range<Int>, negativeSlope: Float) {
        let pieces = Pieces(taps: taps, depth: depth, panels: panels, evenly: cutsEvenly)
        for number in 0..<pieces.count {
            let piece = pieces[number]
            let next = number + 1 < pieces.count ? pieces[number + 1] : nil
            var ends = Microkernel.Ends(accumulate: number >= panels.count)
            if number >= pieces.count - panels.count { ends.negativeSlope = negativeSlope }
            let later = next.flatMap { self.lines(of: $0) }
            let onTheWay = piece.taps.count * (piece.depth / Microkernel.stepsOfLine)
            for tile in 0..<tiles {
                if let later {
                    ends.ahead = later.part(tile, of: tiles, onTheWay: onTheWay)
                } else if let next {
                    prefetch(next, part: tile, of: tiles)
                }
                if resultsAreFar && !ends.accumulate {
                    // Behind the last tile come the next panel's.
                    let (turn, ahead) = (tile + Self.tilesAhead).quotientAndRemainder(dividingBy: tiles)
                    let column = (piece.panel + turn) * Microkernel.columns
                    if column < columns { fetchResults(of: ahead, block, column) }
                }
                run(piece, block, tile, ends)
            }
        }
    }

    /// One panel, and a part of the inner dimension: a part of every row, or some taps.
    private struct Piece {
        let panel: Int
        let taps: Taps
        let start, depth: Int
    }

    /// The pieces of a product, all panels for each part of the inner dimension.
    private struct Pieces {
        private let panels: Range<Int>
        private let taps: Taps
        private let depth: Int
        /// Parts of a tap, and their depth; or else taps of a part.
        private let parts, partDepth, partTaps: Int

        init(taps: Taps, depth: Int, panels: Range<Int>, evenly: Bool) {
            (self.taps, self.depth, self.panels) = (taps, depth, panels)
            let target = RowProduct.depthTarget
            parts = evenly && depth <= target * 3 / 2 ? 1 : (depth + target - 1) / target
            partDepth = evenly ? (depth + parts - 1) / parts : target
            partTaps = parts > 1 ? 1 : max(1, target / depth)
        }

        var count: Int { (taps.count + partTaps - 1) / partTaps * parts * panels.count }

        subscript(number: Int) -> Piece {
            let (panel, part) = (panels.lowerBound + number % panels.count, number / panels.count)
            let (tap, start) = (part / parts * partTaps, part % parts * partDepth)
            return Piece(
                panel: panel, taps: Taps(rebasing: taps[tap..<min(taps.count, tap + partTaps)]), start: start,
                depth: min(partDepth, depth - start))
        }
    }

    /// A tile of rows times one piece.
    @inline(__always)
    private func run(_ piece: Piece, _ block: Block, _ tile: Int, _ ends: Microkernel.Ends) {
        let width = Microkernel.columns
        let column = piece.panel * width
        let (rows, results) = (block.rows + tile * Microkernel.rows, block.results + tile * Microkernel.rows)
        let source = weights + piece.panel * panelStride + piece.start * width
        var ends = ends
        let valid = min(width, columns - column)
        if valid == width || valid == Microkernel.narrowColumns {
            if let bias, !ends.accumulate { ends.bias = bias + column }
            Microkernel.rows(
                taps: piece.taps, depth: piece.depth, a: rows, offset: piece.start, panel: source, c: results,
                column: column, wanted: valid, ends: ends)
            return
        }
        if let bias, !ends.accumulate {
            block.bias.update(repeating: 0, count: width)
            copy(bias + column, to: block.bias, count: valid)
            ends.bias = UnsafePointer(block.bias)
        }
        if ends.accumulate {
            for r in 0..<Microkernel.rows { copy(results[r] + column, to: block.tileRows[r], count: valid) }
        }
        Microkernel.rows(
            taps: piece.taps, depth: piece.depth, a: rows, offset: piece.start, panel: source, c: block.tileRows,
            column: 0, wanted: valid, ends: ends)
        for r in 0..<Microkernel.rows { copy(block.tileRows[r], to: results[r] + column, count: valid) }
    }

    /// Copies fewer numbers than a tile has columns: 16, 8, 4, 2 and 1 of them, as many as its digits say.
    @inline(__always)
    private func copy(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
        var done = 0
        func move<V: SIMD & BitwiseCopyable>(_ type: V.Type) where V.Scalar == Float {
            guard count & V.scalarCount != 0 else { return }
            UnsafeMutableRawPointer(target + done).storeBytes(
                of: UnsafeRawPointer(source + done).loadUnaligned(as: V.self), as: V.self)
            done += V.scalarCount
        }
        move(SIMD16<Float>.self)
        move(SIMD8<Float>.self)
        move(SIMD4<Float>.self)
        move(SIMD2<Float>.self)
        if count & 1 != 0 { target[done] = source[done] }
    }

    /// Weights that lie one behind another.
    private struct Lines {
        let start: UnsafePointer<Float>
        let count: Int

        /// Asks for a part of them, which come from afar while the piece before is at work.
        /// - Parameter onTheWay: lines that the microkernel asks for in a tile.
        /// - Returns: where those begin; nil: there are none left.
        func part(_ part: Int, of parts: Int, onTheWay: Int) -> UnsafePointer<Float>? {
            let size = max(onTheWay, (count + parts - 1) / parts)
            guard part * size < count else { return nil }
            for line in part * size + onTheWay..<max(part * size + onTheWay, min(count, (part + 1) * size)) {
                saddle_prefetch_second_level(start + line * 16)
            }
            return start + part * size * 16
        }
    }

    /// The weights of a piece; nil where a tap between its taps is left out.
    private func lines(of piece: Piece) -> Lines? {
        guard let first = piece.taps.first, let last = piece.taps.last else { return nil }
        let ofTap = piece.depth * Microkernel.columns
        guard last.weights - first.weights == (piece.taps.count - 1) * ofTap else { return nil }
        let start = weights + piece.panel * panelStride + first.weights + piece.start * Microkernel.columns
        return Lines(start: start, count: piece.taps.count * ofTap / 16)
    }

    /// Asks for a part of the weights of a piece whose taps lie apart.
    private func prefetch(_ piece: Piece, part: Int, of parts: Int) {
        let source = weights + piece.panel * panelStride + piece.start * Microkernel.columns
        let lines = piece.depth * Microkernel.columns / 16
        let size = (lines + parts - 1) / parts
        for tap in piece.taps {
            for line in min(lines, part * size)..<min(lines, (part + 1) * size) {
                saddle_prefetch_second_level(source + tap.weights + line * 16)
            }
        }
    }

    /// Asks for the lines of a tile's rows.
    private func fetchRows(of tile: Int, _ block: Block) {
        for r in 0..<Microkernel.rows {
            let row = block.rows[tile * Microkernel.rows + r]
            for k in stride(from: 0, to: depth, by: 16) { saddle_prefetch_second_level(row + k) }
        }
    }

    /// Asks for the lines of a tile's results.
    private func fetchResults(of tile: Int, _ block: Block, _ column: Int) {
        for r in 0..<Microkernel.rows {
            let result = block.results[tile * Microkernel.rows + r] + column
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
        let tiles = Microkernel.tiles(of: rows)
        return cut(rows: rows, rowsPerBlock: max(1, (tiles + blocks - 1) / blocks) * Microkernel.rows)
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
