/// A pass of a convolution by `WinogradWindows`: gather (image to map) or scatter (map to image).
///
/// For a block of windows, and one after another of their points: sums of sources are copied into rows, multiplied with
/// a sum of the weights, and the products added to the results. The sums of weights are larger than these: where they
/// are many, all blocks go through one point of lines, and then through the next; and where even those are too many,
/// through some panels of the result's channels, and then through the next ones.
final class WinogradPass: @unchecked Sendable {
    let windows: WinogradWindows
    private let channels: (source: Int, result: Int)
    /// Floats from one sample to the next.
    private let sampleStride: (source: Int, result: Int)
    /// Numbers of a row: all phases of the source.
    private let depth: Int
    private let panels: Int
    /// Points of lines, and panels, whose sums of weights are there at the same time.
    private let linesAtOnce, panelsAtOnce: Int
    /// Rows of a block at most.
    private let limit: Int

    /// Of fewer channels the sums of sources and results cost about as much as the products that they spare.
    private static let fewestChannels = 32
    /// The share of a direct pass's multiplications, which run at a better pace, that is worth the windows.
    private static let worth: Float = 0.78
    /// Floats of a point's rows, so that those of a line stay in the second-level cache; but not fewer rows than
    /// `fewestRows`, nor more than `mostRows`.
    private static let rowFloats = 36 * 1024
    private static let (fewestRows, mostRows) = (24, 72)
    /// Numbers of a row: long strides make long ones.
    private static let mostDepth = 8192
    /// Floats of all sums of weights that are there at the same time, about; if they are half as many, those of all
    /// lines.
    private static let sumFloats = 2 << 20
    /// The largest task is to be about this part of all.
    private static let shares = 4

    /// Nothing where it cannot be, or would not pay. `direct` are the multiplications that the pass takes else, for a
    /// sample, a channel of the source and one of the result.
    init?(
        _ g: ConvolutionGeometry, _ way: ConvolutionAxis.Way, batch: Int, _ winograd: WinogradUse,
        insteadOf direct: Int
    ) {
        guard winograd != .whereItPays || min(g.inChannels, g.outChannels) >= Self.fewestChannels,
            let windows = WinogradWindows.best(g, way, winograd, cost: { Self.cost($0, g, way, batch: batch) })
        else { return nil }
        let cost = Self.cost(windows, g, way, batch: batch)
        guard winograd != .whereItPays || cost < Self.worth * Float(batch * direct) else { return nil }
        self.windows = windows
        let (image, map) = ((g.inChannels, g.inCount), (g.outChannels, g.outCount))
        let (source, result) = way == .gather ? (image, map) : (map, image)
        channels = (source.0, result.0)
        sampleStride = (source.1, result.1)
        depth = windows.sourcePhases.count * source.0
        guard depth <= Self.mostDepth else { return nil }
        panels = (result.0 + Microkernel.columns - 1) / Microkernel.columns
        let perPanel = windows.columnSums.count * windows.resultPhases.count * depth * Microkernel.columns
        let lines = windows.lineSums.count
        linesAtOnce = lines * panels * perPanel <= Self.sumFloats / 2 ? lines : 1
        let parts = (panels * perPanel + Self.sumFloats - 1) / Self.sumFloats
        panelsAtOnce = (panels + min(parts, panels) - 1) / min(parts, panels)
        let rows = Self.rowFloats / depth / Microkernel.rows * Microkernel.rows
        limit = max(Self.fewestRows, min(Self.mostRows, rows))
    }

    /// What a batch costs for a channel of the source and one of the result, in multiplications at the pace of a
    /// product: those, and the sums, whose factors were fitted to the times of 26 passes (see the README of Kernels).
    private static func cost(
        _ windows: WinogradWindows, _ g: ConvolutionGeometry, _ way: ConvolutionAxis.Way, batch: Int
    ) -> Float {
        let (source, result) = way == .gather ? (g.inChannels, g.outChannels) : (g.outChannels, g.inChannels)
        let ofSample =
            Float(windows.cost) + 0.5 * Float(windows.sourceSums) / Float(result)
            + 7 * Float(windows.resultSums) / Float(source)
        return Float(batch) * ofSample + 18 * Float(windows.sumCount)
    }

    // MARK: Memory

    // Rows are some numbers apart from each other, lest they share cache sets.
    private var rowStride: Int { padded(depth, to: 16) + 16 }
    private var productStride: Int { panelsAtOnce * Microkernel.columns + 16 }
    private var pointersCount: Int { RowProduct.Block.floats }

    private var nothingCount: Int { padded(max(channels.source, channels.result), to: 16) }
    /// A window's columns, summed over lines.
    private var lineFloats: Int { WinogradFilter.mostSources * padded(depth, to: 16) }

    /// Floats of a worker's scratch, for the pass and for sums of weights.
    var scratch: Int { padded(max(passScratch, weightLines), to: 16) }
    /// Pointers; rows and products of the points of a line; zeros; a line's sums; sources and results of a column.
    /// Pointers count twice.
    private var passScratch: Int {
        pointersCount + WinogradFilter.mostSources * (limit * (rowStride + productStride) + 2) + nothingCount
            + lineFloats + padded(WinogradSums.Results.floats, to: 16)
    }

    /// Floats of the sums of weights that are there at the same time.
    var sumsCount: Int { linesAtOnce * windows.columnSums.count * sumStride }
    /// Floats from one sum of weights to the next: [result phase][panel][source phase][channel][panel's columns].
    private var sumStride: Int { windows.resultPhases.count * phaseStride }
    private var phaseStride: Int { panelsAtOnce * depth * Microkernel.columns }
    /// Points of lines that are computed at once.
    var lineRounds: Int { windows.lineSums.count / linesAtOnce }
    func lines(ofRound number: Int) -> Range<Int> { number * linesAtOnce..<(number + 1) * linesAtOnce }
    /// Groups of panels of the result's channels, each computed at once.
    var groupCount: Int { (panels + panelsAtOnce - 1) / panelsAtOnce }
    func group(_ number: Int) -> Range<Int> { number * panelsAtOnce..<min(panels, (number + 1) * panelsAtOnce) }
    /// Floats of the weights of a panel, and of a group.
    func weightsPerPanel(taps: Int) -> Int { taps * channels.source * Microkernel.columns }
    func weightsCount(taps: Int) -> Int { panelsAtOnce * weightsPerPanel(taps: taps) }

    private struct Scratch {
        let pointers: RowProduct.Block
        /// [column point][row]
        let rows, products: UnsafeMutablePointer<Float>
        /// Zeros in the place of the padding and of no bias.
        let nothing: UnsafeMutablePointer<Float>
        /// What a window sees of the columns, summed over lines.
        let line: UnsafeMutablePointer<Float>
        let results: WinogradSums.Results
        /// The columns of a window's phase.
        let sources: WinogradSums.Vectors
    }

    // MARK: Sums of weights

    /// Weights that are summed at once: in the first-level cache for all of their sums.
    private static let weightsAtOnce = 1024
    /// Floats of the sums over lines of so many weights, in a worker's scratch.
    private var weightLines: Int { windows.filterTaps.columns * Self.weightsAtOnce }

    /// Computes a group's sums of weights for some points of lines from its panels, which have full width and rows
    /// (tap, channel of the source): first over lines, then over columns.
    func sumWeights(
        _ weights: UnsafePointer<Float>, lines: Range<Int>, group: Range<Int>, taps: Int,
        into sums: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (sources, results) = (windows.sourcePhases, windows.resultPhases)
        let segment = channels.source * Microkernel.columns
        let (size, columns, atOnce) = (self.scratch, windows.filterTaps.columns, Self.weightsAtOnce)
        let tasks = group.count * sources.count * results.count
        workers.runIndexed(tasks: tasks, flops: 8 * sumsCount) { task, worker in
            let (panel, phase) = task.quotientAndRemainder(dividingBy: sources.count * results.count)
            let (source, result) = (sources[phase % sources.count], results[phase / sources.count])
            let from = weights + panel * taps * segment
            let to = sums + result.number * phaseStride + (panel * sources.count + source.number) * segment
            let ofLine = scratch + worker * size
            for line in lines {
                let to = to + (line - lines.lowerBound) * windows.columnSums.count * sumStride
                for first in stride(from: 0, to: segment, by: atOnce) {
                    let count = min(atOnce, segment - first)
                    for column in 0..<columns {
                        var sum = WeightedSum(into: ofLine + column * atOnce, count: count)
                        for term in windows.lineSums[line] {
                            let tap = windows.tap(sources.count > 1 ? source : result, line: term.index, column: column)
                            sum.add(from + tap * segment + first, term.factor)
                        }
                        sum.finish()
                    }
                    for number in 0..<windows.columnSums.count {
                        var sum = WeightedSum(into: to + number * sumStride + first, count: count)
                        for term in windows.columnSums[number] { sum.add(ofLine + term.index * atOnce, term.factor) }
                        sum.finish()
                    }
                }
            }
        }
    }

    // MARK: The pass

    /// Adds to the results, in the channels of a group, what some points of lines give, with their sums of weights;
    /// after the last of them result = f(pass of source + bias).
    /// - Parameter scratch: memory for each worker.
    func run(
        _ source: UnsafePointer<Float>, lines: Range<Int>, sums: UnsafePointer<Float>, group: Range<Int>,
        _ bias: UnsafePointer<Float>?, _ activation: Activation, into result: UnsafeMutablePointer<Float>,
        samples: Int, flops: Int, scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let width = Microkernel.columns
        let firstColumn = group.lowerBound * width
        let product = RowProduct(
            depth: depth, weights: sums, panelStride: depth * width,
            columns: min(channels.result, group.upperBound * width) - firstColumn, bias: nil, activation: .identity,
            resultsAreFar: false)
        let (limit, size) = (limit, self.scratch)
        let cut = product.cut(
            rows: windows.blockCount(samples: samples, limit: limit) * limit, rowsPerBlock: limit,
            groups: Int(
                Float(Self.shares * group.count) * windows.largestShare(samples: samples, limit: limit) / Float(panels))
        )
        workers.runIndexed(tasks: cut.tasks, flops: samples * flops) { task, worker in
            let block = windows.block(task / cut.groups, samples: samples, limit: limit, multiple: Microkernel.rows)
            let memory = self.memory(scratch + worker * size)
            let panels = cut.piece(task).panels
            let columns = panels.lowerBound * width..<min(product.columns, panels.upperBound * width)
            for point in 0..<block.region.linePoints.count where lines.contains(block.region.lineSums[point]) {
                var product = product
                product.weights +=
                    (block.region.lineSums[point] - lines.lowerBound) * windows.columnSums.count * sumStride
                copy(block, point, source, memory)
                for phase in block.region.phases {
                    multiply(block, phase, product, panels, memory)
                    add(block, point, phase, columns, memory, bias.map { $0 + firstColumn }, result + firstColumn)
                }
                if activation != .identity && point == block.region.linePoints.count - 1 {
                    activate(block, columns, activation, result + firstColumn)
                }
            }
        }
    }

    private func memory(_ scratch: UnsafeMutablePointer<Float>) -> Scratch {
        let rows = scratch + pointersCount
        let products = rows + WinogradFilter.mostSources * limit * rowStride
        let nothing = products + WinogradFilter.mostSources * limit * productStride
        nothing.update(repeating: 0, count: nothingCount)
        let results = nothing + nothingCount + lineFloats
        return Scratch(
            pointers: RowProduct.Block(scratch), rows: rows, products: products, nothing: nothing,
            line: nothing + nothingCount, results: WinogradSums.Results(results),
            sources: UnsafeMutableRawPointer(results + padded(WinogradSums.Results.floats, to: 16))
                .assumingMemoryBound(to: UnsafePointer<Float>.self))
    }

    /// The sums of sources that the points of a line want, a row for each window: first of lines, then of columns.
    private func copy(
        _ block: WinogradWindows.Block, _ line: Int, _ source: UnsafePointer<Float>, _ memory: Scratch
    ) {
        let region = block.region
        let terms = region.linePoints[line].sources
        let (linePhases, columnPhases) = (windows.linePhases, windows.columnPhases)
        for row in 0..<block.count {
            let (window, later) = (block.window(row), block.window(min(row + 1, block.count - 1)))
            let (start, laterStart) = (
                source + window.sample * sampleStride.source, source + later.sample * sampleStride.source
            )
            let (run, laterRun) = (window.sourceRun, later.sourceRun)
            for linePhase in 0..<linePhases {
                // Columns lie one behind another, whatever their phase. The next window's come to the cache meanwhile.
                WinogradSums.lines(
                    terms, phase: linePhase, of: window, from: start + run.lowerBound, later: later,
                    from: laterStart + laterRun.lowerBound, into: memory.line, count: run.count)
                for columnPhase in 0..<columnPhases {
                    for column in 0..<WinogradFilter.mostSources {
                        let place = column < region.sourceColumns ? window.column(columnPhase, column) : -1
                        memory.sources[column] =
                            UnsafePointer(place < 0 ? memory.nothing : memory.line + (place - run.lowerBound))
                    }
                    WinogradSums.points(
                        memory.sources, region.columnSources, points: region.columnPoints.count,
                        into: memory.rows + row * rowStride
                            + (linePhase * columnPhases + columnPhase) * channels.source,
                        stride: limit * rowStride, count: channels.source)
                }
            }
        }
    }

    private func multiply(
        _ block: WinogradWindows.Block, _ phase: WinogradWindows.Phase, _ product: RowProduct, _ panels: Range<Int>,
        _ memory: Scratch
    ) {
        var product = product
        let (sums, points) = (product.weights + phase.number * phaseStride, block.region.columnPoints.count)
        for point in 0..<points {
            product.weights = sums + block.region.columnSums[point] * sumStride
            for row in 0..<block.count {
                let place = point * limit + row
                memory.pointers.rows[row] = UnsafePointer(memory.rows + place * rowStride)
                memory.pointers.results[row] = memory.products + place * productStride
            }
            product.run(memory.pointers, count: block.count, panels: panels)
        }
    }

    /// Adds the products of a line's points to the results.
    private func add(
        _ block: WinogradWindows.Block, _ line: Int, _ phase: WinogradWindows.Phase, _ columns: Range<Int>,
        _ memory: Scratch, _ bias: UnsafePointer<Float>?, _ result: UnsafeMutablePointer<Float>
    ) {
        let region = block.region
        let terms = region.linePoints[line].results
        let bias = bias.map { $0 + columns.lowerBound } ?? UnsafePointer(memory.nothing)
        var window = block.window(0)
        for row in 0..<block.count {
            let later = block.window(min(row + 1, block.count - 1))
            let products = memory.products + row * productStride + columns.lowerBound
            let start = result + window.sample * sampleStride.result + columns.lowerBound
            let laterStart = result + later.sample * sampleStride.result + columns.lowerBound
            for column in 0..<region.resultColumns {
                var results = memory.results
                for term in terms {
                    guard let place = window.result(phase, line: term.index, column: column) else { continue }
                    // Results of the next window come to the cache while this one's are summed.
                    let next = later.result(phase, line: term.index, column: column).map { laterStart + $0 }
                    results.append(start + place, later: next ?? start + place, factor: term.factor)
                }
                WinogradSums.add(
                    products, stride: limit * productStride, points: region.columnPoints.count,
                    region.columnResults + column * WinogradFilter.mostSources, to: line == 0 ? bias : nil,
                    into: results, count: columns.count)
            }
            window = later
        }
    }

    private func activate(
        _ block: WinogradWindows.Block, _ columns: Range<Int>, _ activation: Activation,
        _ result: UnsafeMutablePointer<Float>
    ) {
        let region = block.region
        for row in 0..<block.count {
            let window = block.window(row)
            let start = result + window.sample * sampleStride.result + columns.lowerBound
            for phase in region.phases {
                for line in 0..<region.resultLines {
                    for column in 0..<region.resultColumns {
                        guard let place = window.result(phase, line: line, column: column) else { continue }
                        activation.apply(start + place, into: start + place, count: columns.count)
                    }
                }
            }
        }
    }
}
