/// A pass of a convolution by `ConvolutionWindows`: gather (image to map) or scatter (map to image).
///
/// For a block of windows, and one after another of their points: sums of sources are copied into rows, multiplied with
/// a sum of the weights, and the products added to the results.
final class FilteredPass: @unchecked Sendable {
    let windows: ConvolutionWindows
    private let channels: (source: Int, result: Int)
    /// Floats from one sample to the next.
    private let sampleStride: (source: Int, result: Int)
    /// Numbers of a row: all phases of the source.
    private let depth: Int
    private let panels: Int
    /// Rows of a block at most.
    private let limit: Int

    /// Of fewer channels the sums of sources and results would cost more than the products.
    private static let fewestChannels = 16
    /// What a number of a sum of weights costs, in multiplications.
    private static let weightCost = 16
    /// The share of multiplications that leaves time for the sums.
    private static let worth: Float = 0.7
    /// Floats of a point's rows, so that they stay in the second-level cache; but not fewer rows than `fewestRows`.
    private static let rowFloats = 48 * 1024
    private static let fewestRows = 24

    /// Nothing where it would not pay. `direct` are the multiplications for a sample, a channel of the source and one of
    /// the result that the pass takes else.
    init?(_ g: ConvolutionGeometry, _ way: ConvolutionAxis.Way, batch: Int, insteadOf direct: Int) {
        guard min(g.inChannels, g.outChannels) >= Self.fewestChannels, let windows = ConvolutionWindows(g, way),
            Float(batch * windows.cost + Self.weightCost * windows.sumCount) < Self.worth * Float(batch * direct)
        else { return nil }
        self.windows = windows
        let (image, map) = ((g.inChannels, g.inCount), (g.outChannels, g.outCount))
        let (source, result) = way == .gather ? (image, map) : (map, image)
        channels = (source.0, result.0)
        sampleStride = (source.1, result.1)
        depth = windows.sourcePhases.count * source.0
        panels = (result.0 + Microkernel.columns - 1) / Microkernel.columns
        limit = max(Self.fewestRows, min(RowProduct.blockRows, Self.rowFloats / depth / 6 * 6))
    }

    // MARK: Memory

    // Rows are some numbers apart from each other, lest they share cache sets.
    private var rowStride: Int { padded(depth, to: 16) + 16 }
    private var productStride: Int { panels * Microkernel.columns + 16 }
    private var pointersCount: Int { padded(RowProduct.Block.floats(taps: 1), to: 16) }

    /// Floats of a worker's scratch: pointers; rows and products of the points of a line; sources of a window.
    var scratch: Int {
        pointersCount + MinimalFilter.mostSources
            * (limit * (rowStride + productStride) + padded(channels.source, to: 16))
    }

    /// Floats of all sums of weights.
    var sumsCount: Int { windows.sums.count * sumStride }
    /// Floats from one sum of weights to the next: [result phase][panel][source phase][channel][panel's columns].
    private var sumStride: Int { windows.resultPhases.count * phaseStride }
    private var phaseStride: Int { panels * depth * Microkernel.columns }

    private struct Scratch {
        let pointers: RowProduct.Block
        /// [column point][row]
        let rows, products: UnsafeMutablePointer<Float>
        /// [column of the window]
        let sources: UnsafeMutablePointer<Float>
    }

    // MARK: Sums of weights

    /// Computes the sums of weights from panels of full width with rows (tap, channel of the source).
    func sumWeights(
        _ weights: UnsafePointer<Float>, taps: Int, into sums: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (sources, results) = (windows.sourcePhases, windows.resultPhases)
        let segment = channels.source * Microkernel.columns
        workers.run(tasks: panels * sources.count * results.count, flops: 8 * sumsCount) { task in
            let (panel, phase) = task.quotientAndRemainder(dividingBy: sources.count * results.count)
            let (source, result) = (sources[phase % sources.count], results[phase / sources.count])
            let from = weights + panel * taps * segment
            let to = sums + result.number * phaseStride + (panel * sources.count + source.number) * segment
            for number in 0..<windows.sums.count {
                let terms = windows.sums[number]
                var sum = WeightedSum(into: to + number * sumStride, count: segment)
                for line in terms.lines {
                    for column in terms.columns {
                        let tap = windows.tap(
                            sources.count > 1 ? source : result, line: line.index, column: column.index)
                        sum.add(from + tap * segment, line.factor * column.factor)
                    }
                }
                sum.finish()
            }
        }
    }

    // MARK: The pass

    /// result = f(pass of source + bias), with the weights' sums; `scratch` for each worker.
    func run(
        _ source: UnsafePointer<Float>, sums: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into result: UnsafeMutablePointer<Float>, samples: Int, flops: Int,
        scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let product = RowProduct(
            taps: 1, depth: depth, tapStarts: RowProduct.oneTap, weights: sums,
            panelStride: depth * Microkernel.columns, columns: channels.result, bias: nil, activation: .identity,
            resultsAreFar: false)
        let (limit, size) = (limit, self.scratch)
        let cut = product.cut(rows: windows.blockCount(samples: samples, limit: limit) * limit, rowsPerBlock: limit)
        workers.runIndexed(tasks: cut.tasks, flops: samples * flops) { task, worker in
            let block = windows.block(task / cut.groups, samples: samples, limit: limit, multiple: 6)
            let memory = self.memory(scratch + worker * size, rows: block.count)
            let panels = cut.piece(task).panels
            let first = panels.lowerBound * Microkernel.columns
            let columns = first..<min(channels.result, panels.upperBound * Microkernel.columns)
            for line in 0..<block.region.linePoints.count {
                copy(block, line, source, memory)
                for phase in block.region.phases {
                    multiply(block, line, phase, product, panels, memory)
                    add(block, line, phase, columns, memory, bias, result)
                }
            }
            if activation != .identity { activate(block, columns, activation, result) }
        }
    }

    private func memory(_ scratch: UnsafeMutablePointer<Float>, rows count: Int) -> Scratch {
        let rows = scratch + pointersCount
        let products = rows + MinimalFilter.mostSources * limit * rowStride
        return Scratch(
            pointers: RowProduct.Block(scratch, taps: 1), rows: rows, products: products,
            sources: products + MinimalFilter.mostSources * limit * productStride)
    }

    /// The sums of sources that the points of a line want, a row for each window: first of lines, then of columns.
    private func copy(
        _ block: ConvolutionWindows.Block, _ line: Int, _ source: UnsafePointer<Float>, _ memory: Scratch
    ) {
        let (region, channels) = (block.region, channels.source)
        let stride = padded(channels, to: 16)
        for row in 0..<block.count {
            let window = block.window(row)
            let start = source + window.sample * sampleStride.source
            for phase in windows.sourcePhases {
                for column in 0..<region.sourceColumns {
                    var sum = WeightedSum(into: memory.sources + column * stride, count: channels)
                    for term in region.linePoints[line].sources {
                        if let place = window.source(phase, line: term.index, column: column) {
                            sum.add(start + place, term.factor)
                        }
                    }
                    sum.finish()
                }
                let to = memory.rows + row * rowStride + phase.number * channels
                for point in 0..<region.columnPoints.count {
                    var sum = WeightedSum(into: to + point * limit * rowStride, count: channels)
                    for term in region.columnPoints[point].sources {
                        sum.add(memory.sources + term.index * stride, term.factor)
                    }
                    sum.finish()
                }
            }
        }
    }

    private func multiply(
        _ block: ConvolutionWindows.Block, _ line: Int, _ phase: ConvolutionWindows.Phase, _ product: RowProduct,
        _ panels: Range<Int>, _ memory: Scratch
    ) {
        var product = product
        let (sums, points) = (product.weights + phase.number * phaseStride, block.region.columnPoints.count)
        for point in 0..<points {
            product.weights = sums + block.region.sums[line * points + point] * sumStride
            for row in 0..<block.count {
                let place = point * limit + row
                memory.pointers.table[row] = UnsafePointer(memory.rows + place * rowStride)
                memory.pointers.results[row] = memory.products + place * productStride
            }
            product.run(memory.pointers, count: block.count, panels: panels)
        }
    }

    /// Adds the products of a line's points to the results.
    private func add(
        _ block: ConvolutionWindows.Block, _ line: Int, _ phase: ConvolutionWindows.Phase, _ columns: Range<Int>,
        _ memory: Scratch, _ bias: UnsafePointer<Float>?, _ result: UnsafeMutablePointer<Float>
    ) {
        let region = block.region
        for row in 0..<block.count {
            let window = block.window(row)
            let products = memory.products + row * productStride + columns.lowerBound
            let start = result + window.sample * sampleStride.result + columns.lowerBound
            for term in region.linePoints[line].results {
                for column in 0..<region.resultColumns {
                    guard let place = window.result(phase, line: term.index, column: column) else { continue }
                    var sum = WeightedSum(into: start + place, count: columns.count)
                    if line > 0 { sum.add(start + place, 1) } else if let bias { sum.add(bias + columns.lowerBound, 1) }
                    for point in 0..<region.columnPoints.count {
                        for other in region.columnPoints[point].results where other.index == column {
                            sum.add(products + point * limit * productStride, term.factor * other.factor)
                        }
                    }
                    sum.finish()
                }
            }
        }
    }

    private func activate(
        _ block: ConvolutionWindows.Block, _ columns: Range<Int>, _ activation: Activation,
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
