/// The windows of a convolution's pass in both directions (see WinogradAxis): what each sees of the source, which
/// places of the result it computes, and the products it needs.
///
/// Windows of one shape make a region: their products are rows of the same matrices. Rows come sample by sample.
final class WinogradWindows: @unchecked Sendable {
    typealias Terms = UnsafeBufferPointer<WinogradFilter.Term>

    /// A point of the windows of a region in one direction.
    struct Point {
        let sources, results: Terms
    }

    /// Where the places of a window lie in one direction: floats from the start of a sample, negative outside of it.
    struct Places {
        /// [phase][mostSources]
        fileprivate let sources: UnsafePointer<Int>
        /// [phase][mostResults]
        fileprivate let results: UnsafePointer<Int>
        /// Where what is seen of the sources begins and ends.
        fileprivate let first, end: Int

        @inline(__always) func source(_ phase: Int, _ index: Int) -> Int {
            sources[phase * WinogradFilter.mostSources + index]
        }
        @inline(__always) func result(_ phase: Int, _ index: Int) -> Int {
            results[phase * WinogradFilter.mostResults + index]
        }
    }

    /// Windows of one shape. Each pair of a line's and a column's point is a product: of some sum of sources with some
    /// sum of the weights, which goes into some results.
    struct Region {
        /// The windows in each direction.
        let lines, columns: UnsafeBufferPointer<Places>
        /// The first of each direction goes into all results.
        let linePoints, columnPoints: UnsafeBufferPointer<Point>
        /// The same of columns as matrices: [column point][column of the window], [column of the result][column point],
        /// with zeros up to mostSources.
        let columnSources, columnResults: UnsafePointer<Float>
        /// The latter with the point first: [column point][column of the result].
        let columnShares: UnsafePointer<Float>
        /// The numbers of the points' sums of weights in each direction.
        let lineSums, columnSums: UnsafeBufferPointer<Int>
        /// Results of a window in each direction; columns that it sees.
        let resultLines, resultColumns, sourceColumns: Int
        /// Phases of the result that have places here.
        let phases: UnsafeBufferPointer<Phase>

        /// Windows of a sample.
        var count: Int { lines.count * columns.count }
        /// Multiplications of a window, for a phase of the source and one of the result.
        fileprivate var multiplications: Int { linePoints.count * columnPoints.count }

        fileprivate var cost: Int { count * multiplications * phases.count }
        /// Additions of a sample's sums: of a source's channel for a phase, and of a result's.
        fileprivate var sourceSums: Int {
            count * linePoints.reduce(0) { $0 + sourceColumns * ($1.sources.count + columnPoints.count) }
        }
        fileprivate var resultSums: Int {
            let products = max(WinogradFilter.fewSources, columnPoints.count)
            return count * phases.count
                * linePoints.reduce(0) { $0 + resultColumns * (products + 2 * $1.results.count) }
        }
    }

    /// A phase of the source or of the result in both directions.
    struct Phase {
        let line, column: Int
        let number: Int
    }

    /// Rows of one region.
    struct Block {
        let region: Region
        let regionNumber: Int
        let first, count: Int
    }

    let regions: UnsafeBufferPointer<Region>
    let sourcePhases, resultPhases: UnsafeBufferPointer<Phase>
    /// The sums of a phase's weights in each direction that products need, in the filter's order; they need all pairs.
    let lineSums, columnSums: UnsafeBufferPointer<Terms>
    /// Multiplications of a sample, for a channel of the source and one of the result.
    var cost: Int { regions.reduce(0) { $0 + $1.cost } * sourcePhases.count }
    /// Additions of a sample's sums, for a channel of the source, and for one of the result.
    var sourceSums: Int { regions.reduce(0) { $0 + $1.sourceSums } * sourcePhases.count }
    var resultSums: Int { regions.reduce(0) { $0 + $1.resultSums } }
    /// Sums of weights for a channel of the source and one of the result.
    var sumCount: Int { lineSums.count * columnSums.count * sourcePhases.count * resultPhases.count }
    private let lines, columns: WinogradAxis
    private let kernelWidth: Int
    private let memory = PlainMemory()

    /// Windows of at most `mostSources` sources in each direction; nothing if the kernel is not two or three strides
    /// long, or if a result would see nothing but padding.
    init?(_ g: ConvolutionGeometry, _ way: ConvolutionAxis.Way, mostSources: Int) {
        guard
            let lines = WinogradAxis(
                way, kernel: g.kernelHeight, stride: g.strideHeight, padding: g.paddingHeight, imageSize: g.inHeight,
                mapSize: g.outHeight, mostSources: mostSources),
            let columns = WinogradAxis(
                way, kernel: g.kernelWidth, stride: g.strideWidth, padding: g.paddingWidth, imageSize: g.inWidth,
                mapSize: g.outWidth, mostSources: mostSources)
        else { return nil }
        (self.lines, self.columns, kernelWidth) = (lines, columns, g.kernelWidth)
        let memory = memory
        func phases(_ lines: [Int], _ columns: [Int], of count: Int) -> UnsafeBufferPointer<Phase> {
            memory.keep(lines.flatMap { y in columns.map { Phase(line: y, column: $0, number: y * count + $0) } })
        }
        sourcePhases = phases(
            Array(0..<lines.sourcePhases), Array(0..<columns.sourcePhases), of: columns.sourcePhases)
        resultPhases = phases(
            Array(0..<lines.resultPhases), Array(0..<columns.resultPhases), of: columns.resultPhases)

        func points(_ points: [WinogradFilter.Point]) -> UnsafeBufferPointer<Point> {
            memory.keep(points.map { Point(sources: memory.keep($0.sources), results: memory.keep($0.results)) })
        }
        func places(_ windows: [WinogradAxis.Window], _ axis: WinogradAxis, source: Int, result: Int)
            -> UnsafeBufferPointer<Places>
        {
            memory.keep(
                windows.map { window in
                    let places = axis.places(of: window)
                    let seen = places.sources.compactMap { $0 }
                    return Places(
                        sources: memory.keep(places.sources.map { $0.map { $0 * source } ?? -1 }).baseAddress!,
                        results: memory.keep(places.results.map { $0.map { $0 * result } ?? -1 }).baseAddress!,
                        first: (seen.min() ?? 0) * source, end: ((seen.max() ?? -1) + 1) * source)
                })
        }
        let image = (step: g.inChannels, line: g.inWidth * g.inChannels)
        let map = (step: g.outChannels, line: g.outWidth * g.outChannels)
        let (source, result) = way == .gather ? (image, map) : (map, image)
        func numbers(_ shapes: [[WinogradAxis.Window]]) -> [Int] {
            Array(Set(shapes.flatMap { $0[0].points.map(\.weights) })).sorted()
        }
        let (lineSums, columnSums) = (numbers(lines.shapes), numbers(columns.shapes))
        var regions: [Region] = []
        for y in lines.shapes {
            for x in columns.shapes {
                regions.append(
                    Region(
                        lines: places(y, lines, source: source.line, result: result.line),
                        columns: places(x, columns, source: source.step, result: result.step),
                        linePoints: points(y[0].points), columnPoints: points(x[0].points),
                        columnSources: memory.keep(x[0].sourceMatrix).baseAddress!,
                        columnResults: memory.keep(x[0].resultMatrix).baseAddress!,
                        columnShares: memory.keep(x[0].shareMatrix).baseAddress!,
                        lineSums: memory.keep(y[0].points.map { lineSums.firstIndex(of: $0.weights)! }),
                        columnSums: memory.keep(x[0].points.map { columnSums.firstIndex(of: $0.weights)! }),
                        resultLines: y[0].results, resultColumns: x[0].results,
                        sourceColumns: x[0].results + columns.filter.taps - 1,
                        phases: phases(y[0].phases, x[0].phases, of: columns.resultPhases)))
            }
        }
        // Large regions first: small tasks at the end leave no thread waiting long.
        self.regions = memory.keep(regions.sorted { $0.cost > $1.cost })
        self.lineSums = memory.keep(lineSums.map { memory.keep(lines.filter.weights[$0]) })
        self.columnSums = memory.keep(columnSums.map { memory.keep(columns.filter.weights[$0]) })
    }

    /// The windows that cost least: those with simple factors, or larger ones. Nothing where there are none.
    static func best(
        _ g: ConvolutionGeometry, _ way: ConvolutionAxis.Way, _ winograd: WinogradUse, cost: (WinogradWindows) -> Float
    ) -> WinogradWindows? {
        winograd.mostSources.compactMap { WinogradWindows(g, way, mostSources: $0) }.min { cost($0) < cost($1) }
    }

    /// Phases of the source in each direction.
    var linePhases: Int { lines.sourcePhases }
    var columnPhases: Int { columns.sourcePhases }
    /// Taps of a phase's filter.
    var filterTaps: (lines: Int, columns: Int) { (lines.filter.taps, columns.filter.taps) }

    /// The tap of the kernel that a weight of a phase's filter is.
    func tap(_ phase: Phase, line: Int, column: Int) -> Int {
        lines.tap(phase: phase.line, weight: line) * kernelWidth + columns.tap(phase: phase.column, weight: column)
    }

    // MARK: Blocks

    /// Blocks of at most `limit` rows into which the rows of `samples` samples are cut.
    func blockCount(samples: Int, limit: Int) -> Int {
        var count = 0
        for region in regions { count += (samples * region.count + limit - 1) / limit }
        return count
    }

    /// The part of all multiplications that the largest block takes.
    func largestShare(samples: Int, limit: Int) -> Float {
        var largest = 0
        for region in regions {
            largest = max(largest, min(limit, samples * region.count) * region.multiplications * region.phases.count)
        }
        return Float(largest) / Float(max(1, samples * regions.reduce(0) { $0 + $1.cost }))
    }

    /// The block of a number. The blocks of a region are of about the same size, a multiple of `multiple` but for the
    /// last, as `limit` must be.
    func block(_ number: Int, samples: Int, limit: Int, multiple: Int) -> Block {
        var index = 0
        var left = number
        while true {
            let rows = samples * regions[index].count
            let blocks = (rows + limit - 1) / limit
            if left < blocks {
                let size = padded((rows + blocks - 1) / blocks, to: multiple)
                let first = left * size
                return Block(
                    region: regions[index], regionNumber: index, first: first, count: min(size, rows - first))
            }
            left -= blocks
            index += 1
        }
    }
}

extension WinogradWindows {
    /// A window of a sample.
    struct Window {
        let sample: Int
        fileprivate let lines, columns: Places

        /// Where the sources of a line, or of a column, lie: the sum of both is a source's place, in floats from the
        /// start of the sample. Negative in the padding.
        @inline(__always) func line(_ phase: Int, _ line: Int) -> Int { lines.source(phase, line) }
        @inline(__always) func column(_ phase: Int, _ column: Int) -> Int { columns.source(phase, column) }
        /// What it sees of a line, in floats from the line's start.
        var sourceRun: Range<Int> { columns.first..<columns.end }

        /// Where a source lies, in floats from the start of the sample; nil in the padding.
        @inline(__always) func source(_ phase: Phase, line: Int, column: Int) -> Int? {
            let (y, x) = (self.line(phase.line, line), self.column(phase.column, column))
            return y >= 0 && x >= 0 ? y + x : nil
        }

        /// Where a result lies, in floats from the start of the sample; nil where there is none.
        @inline(__always) func result(_ phase: Phase, line: Int, column: Int) -> Int? {
            let (y, x) = (lines.result(phase.line, line), columns.result(phase.column, column))
            return y >= 0 && x >= 0 ? y + x : nil
        }
    }
}

extension WinogradWindows.Block {
    /// The window of a row of the block.
    @inline(__always) func window(_ row: Int) -> WinogradWindows.Window {
        let (line, column) = (first + row).quotientAndRemainder(dividingBy: region.columns.count)
        let (sample, place) = line.quotientAndRemainder(dividingBy: region.lines.count)
        return WinogradWindows.Window(
            sample: sample, lines: region.lines[place], columns: region.columns[column])
    }
}
