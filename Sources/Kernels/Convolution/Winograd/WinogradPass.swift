import CMachine

/// Which passes of a convolution are computed by windows: those that get faster, or, for tests, all that can be.
public enum WinogradUse: Sendable {
    case whereItPays, always
}

/// A pass of a convolution by `WinogradWindows`: gather (image to map) or scatter (map to image).
///
/// For a block of windows, and one after another of their points: sums of sources are copied into rows, multiplied with
/// a sum of the weights, and the products added to the results. The sums of weights are larger than these, so some
/// panels of the result's channels are computed at once, and then the next ones.
final class WinogradPass: @unchecked Sendable {
    let windows: WinogradWindows
    private let channels: (source: Int, result: Int)
    /// Floats from one sample to the next.
    private let sampleStride: (source: Int, result: Int)
    /// Numbers of a row: all phases of the source.
    private let depth: Int
    private let panels: Int
    /// Panels whose sums of weights are there at the same time.
    private let panelsAtOnce: Int
    /// Rows of a block at most.
    private let limit: Int

    /// Of fewer channels the sums of sources and results cost about as much as the products that they spare.
    private static let fewestChannels = 64
    /// What a number of a sum of weights costs, in multiplications.
    private static let weightCost = 16
    /// The share of multiplications that leaves time for the sums.
    private static let worth: Float = 0.7
    /// Floats of a point's rows, so that they stay in the second-level cache; but not fewer rows than `fewestRows`.
    private static let rowFloats = 48 * 1024
    private static let fewestRows = 24
    /// Floats of all sums of weights that are there at the same time, about.
    private static let sumFloats = 2 << 20
    /// The largest task is to be about this part of all.
    private static let shares = 8

    /// Nothing where it cannot be, or would not pay. `direct` are the multiplications that the pass takes else, for a
    /// sample, a channel of the source and one of the result.
    init?(
        _ g: ConvolutionGeometry, _ way: ConvolutionAxis.Way, batch: Int, _ winograd: WinogradUse,
        insteadOf direct: Int
    ) {
        guard winograd == .always || min(g.inChannels, g.outChannels) >= Self.fewestChannels,
            let windows = WinogradWindows(g, way)
        else { return nil }
        let cost = batch * windows.cost + Self.weightCost * windows.sumCount
        guard winograd == .always || Float(cost) < Self.worth * Float(batch * direct) else { return nil }
        self.windows = windows
        let (image, map) = ((g.inChannels, g.inCount), (g.outChannels, g.outCount))
        let (source, result) = way == .gather ? (image, map) : (map, image)
        channels = (source.0, result.0)
        sampleStride = (source.1, result.1)
        depth = windows.sourcePhases.count * source.0
        // Long strides make long rows.
        guard Self.fewestRows * depth <= 4 * Self.rowFloats else { return nil }
        panels = (result.0 + Microkernel.columns - 1) / Microkernel.columns
        let perPanel = windows.sums.count * windows.resultPhases.count * depth * Microkernel.columns
        let parts = (panels * perPanel + Self.sumFloats - 1) / Self.sumFloats
        panelsAtOnce = (panels + min(parts, panels) - 1) / min(parts, panels)
        let rows = Self.rowFloats / depth / Microkernel.rows * Microkernel.rows
        limit = max(Self.fewestRows, min(RowProduct.blockRows, rows))
    }

    // MARK: Memory

    // Rows are some numbers apart from each other, lest they share cache sets.
    private var rowStride: Int { padded(depth, to: 16) + 16 }
    private var productStride: Int { panelsAtOnce * Microkernel.columns + 16 }
    private var pointersCount: Int { RowProduct.Block.floats }

    private var nothingCount: Int { padded(max(channels.source, channels.result), to: 16) }

    /// Floats of a worker's scratch: pointers; rows and products of the points of a line; zeros and the sources of two
    /// rows, whose pointers count twice.
    var scratch: Int {
        pointersCount + WinogradFilter.mostSources * (limit * (rowStride + productStride) + 8) + nothingCount
    }

    /// Floats of the sums of weights that are there at the same time.
    var sumsCount: Int { windows.sums.count * sumStride }
    /// Floats from one sum of weights to the next: [result phase][panel][source phase][channel][panel's columns].
    private var sumStride: Int { windows.resultPhases.count * phaseStride }
    private var phaseStride: Int { panelsAtOnce * depth * Microkernel.columns }
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
        /// The sources of a window's phase, of two lines for each column; and those of the next.
        let sources: UnsafeMutablePointer<UnsafePointer<Float>>
    }

    // MARK: Sums of weights

    /// Computes the sums of a group's weights from its panels, which have full width and rows (tap, channel of the
    /// source).
    func sumWeights(
        _ weights: UnsafePointer<Float>, group: Range<Int>, taps: Int, into sums: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        let (sources, results) = (windows.sourcePhases, windows.resultPhases)
        let segment = channels.source * Microkernel.columns
        workers.run(tasks: group.count * sources.count * results.count, flops: 8 * sumsCount) { task in
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

    /// result = f(pass of source + bias) in the channels of a group, with the sums of its weights, and scratch memory
    /// for each worker.
    func run(
        _ source: UnsafePointer<Float>, sums: UnsafePointer<Float>, group: Range<Int>, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, into result: UnsafeMutablePointer<Float>, samples: Int, flops: Int,
        scratch: UnsafeMutablePointer<Float>, workers: Workers
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
            for line in 0..<block.region.linePoints.count {
                copy(block, line, source, memory)
                for phase in block.region.phases {
                    multiply(block, line, phase, product, panels, memory)
                    add(
                        block, line, phase, columns, memory, bias.map { $0 + firstColumn }, result + firstColumn)
                }
            }
            if activation != .identity { activate(block, columns, activation, result + firstColumn) }
        }
    }

    private func memory(_ scratch: UnsafeMutablePointer<Float>) -> Scratch {
        let rows = scratch + pointersCount
        let products = rows + WinogradFilter.mostSources * limit * rowStride
        let nothing = products + WinogradFilter.mostSources * limit * productStride
        nothing.update(repeating: 0, count: nothingCount)
        return Scratch(
            pointers: RowProduct.Block(scratch), rows: rows, products: products, nothing: nothing,
            sources: UnsafeMutableRawPointer(nothing + nothingCount)
                .assumingMemoryBound(to: UnsafePointer<Float>.self))
    }

    /// The sums of sources that the points of a line want, a row for each window: first of lines, then of columns.
    private func copy(
        _ block: WinogradWindows.Block, _ line: Int, _ source: UnsafePointer<Float>, _ memory: Scratch
    ) {
        let region = block.region
        let terms = region.linePoints[line].sources
        let (first, last) = (terms[0], terms[terms.count - 1])
        let factors = (first.factor, terms.count > 1 ? last.factor : 0)
        let nothing = UnsafePointer(memory.nothing)
        // Each row's sources come to the cache while the row before is summed.
        let (phases, half) = (windows.sourcePhases.count, 2 * WinogradFilter.mostSources)
        func find(_ number: Int) -> UnsafeMutablePointer<UnsafePointer<Float>> {
            let (row, phase) = number.quotientAndRemainder(dividingBy: phases)
            let (window, pointers) = (block.window(row), memory.sources + number % 2 * half)
            let start = source + window.sample * sampleStride.source
            let phaseHere = windows.sourcePhases[phase]
            let (above, below) = (window.line(phaseHere, first.index), window.line(phaseHere, last.index))
            for column in 0..<WinogradFilter.mostSources {
                let place = column < region.sourceColumns ? window.column(phaseHere, column) : -1
                pointers[2 * column] = place < 0 || above < 0 ? nothing : start + above + place
                pointers[2 * column + 1] = place < 0 || below < 0 ? nothing : start + below + place
            }
            return pointers
        }
        let count = block.count * phases
        var here = find(0)
        for number in 0..<count {
            let later = number + 1 < count ? find(number + 1) : here
            let (row, phase) = number.quotientAndRemainder(dividingBy: phases)
            transform(
                here, later: later, factors, region.columnSources, points: region.columnPoints.count,
                into: memory.rows + row * rowStride + windows.sourcePhases[phase].number * channels.source,
                stride: limit * rowStride, count: channels.source)
            here = later
        }
    }

    /// What a point wants of four columns.
    private struct Factors {
        let t, u, v, w: Vector

        @inline(__always) init(_ matrix: UnsafePointer<Float>) {
            (t, u) = (Vector(repeating: matrix[0]), Vector(repeating: matrix[1]))
            (v, w) = (Vector(repeating: matrix[2]), Vector(repeating: matrix[3]))
        }

        @inline(__always) func sum(_ t: Vector, _ u: Vector, _ v: Vector, _ w: Vector) -> Vector {
            (t * self.t).addingProduct(u, self.u).addingProduct(v, self.v).addingProduct(w, self.w)
        }
    }

    /// Sums of two lines, for four columns; then for each point their sum by a row of the matrix.
    private func transform(
        _ x: UnsafePointer<UnsafePointer<Float>>, later: UnsafePointer<UnsafePointer<Float>>,
        _ factors: (Float, Float), _ matrix: UnsafePointer<Float>, points: Int,
        into target: UnsafeMutablePointer<Float>, stride: Int, count: Int
    ) {
        switch points {
        case 4: transformPoints(x, later, factors, matrix, 4, target, stride, count)
        case 3: transformPoints(x, later, factors, matrix, 3, target, stride, count)
        case 2: transformPoints(x, later, factors, matrix, 2, target, stride, count)
        default: transformPoints(x, later, factors, matrix, 1, target, stride, count)
        }
    }

    /// The same with a number of points that the compiler knows: their factors stay in registers.
    @inline(__always)
    private func transformPoints(
        _ x: UnsafePointer<UnsafePointer<Float>>, _ later: UnsafePointer<UnsafePointer<Float>>,
        _ factors: (Float, Float), _ matrix: UnsafePointer<Float>, _ points: Int,
        _ target: UnsafeMutablePointer<Float>, _ stride: Int, _ count: Int
    ) {
        let (a, b, c, d, e, f, g, h) = (x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7])
        let (a1, b1, c1, d1, e1, f1, g1, h1) = (
            later[0], later[1], later[2], later[3], later[4], later[5], later[6], later[7]
        )
        let (above, below) = (Vector(repeating: factors.0), Vector(repeating: factors.1))
        let row = WinogradFilter.mostSources
        let (first, second) = (Factors(matrix), Factors(matrix + min(1, points - 1) * row))
        let (third, fourth) = (
            Factors(matrix + min(2, points - 1) * row), Factors(matrix + min(3, points - 1) * row)
        )
        var i = 0
        while i + Vector.scalarCount <= count {
            saddle_prefetch(a1 + i)
            saddle_prefetch(b1 + i)
            saddle_prefetch(c1 + i)
            saddle_prefetch(d1 + i)
            saddle_prefetch(e1 + i)
            saddle_prefetch(f1 + i)
            saddle_prefetch(g1 + i)
            saddle_prefetch(h1 + i)
            let t = (get(a + i) * above).addingProduct(get(b + i), below)
            let u = (get(c + i) * above).addingProduct(get(d + i), below)
            let v = (get(e + i) * above).addingProduct(get(f + i), below)
            let w = (get(g + i) * above).addingProduct(get(h + i), below)
            put(first.sum(t, u, v, w), target + i)
            if points > 1 { put(second.sum(t, u, v, w), target + stride + i) }
            if points > 2 { put(third.sum(t, u, v, w), target + 2 * stride + i) }
            if points > 3 { put(fourth.sum(t, u, v, w), target + 3 * stride + i) }
            i += Vector.scalarCount
        }
        while i < count {
            let t = (a[i] * factors.0).addingProduct(b[i], factors.1)
            let u = (c[i] * factors.0).addingProduct(d[i], factors.1)
            let v = (e[i] * factors.0).addingProduct(f[i], factors.1)
            let w = (g[i] * factors.0).addingProduct(h[i], factors.1)
            for point in 0..<points {
                let m = matrix + point * row
                target[point * stride + i] =
                    (t * m[0]).addingProduct(u, m[1]).addingProduct(v, m[2]).addingProduct(w, m[3])
            }
            i += 1
        }
    }

    private func multiply(
        _ block: WinogradWindows.Block, _ line: Int, _ phase: WinogradWindows.Phase, _ product: RowProduct,
        _ panels: Range<Int>, _ memory: Scratch
    ) {
        var product = product
        let (sums, points) = (product.weights + phase.number * phaseStride, block.region.columnPoints.count)
        for point in 0..<points {
            product.weights = sums + block.region.sums[line * points + point] * sumStride
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
            for term in terms {
                for column in 0..<region.resultColumns {
                    guard let place = window.result(phase, line: term.index, column: column) else { continue }
                    // Results of the next window come to the cache while this one's are summed.
                    addFour(
                        products, points: region.columnPoints.count,
                        region.columnResults + column * WinogradFilter.mostSources, term.factor,
                        to: line == 0 ? bias : UnsafePointer(start + place), into: start + place, columns.count,
                        later: later.result(phase, line: term.index, column: column).map { laterStart + $0 }
                            ?? start + place)
                }
            }
            window = later
        }
    }

    /// Points that do not exist are the last one, times zero. `later` is asked for.
    @inline(__always) private func addFour(
        _ products: UnsafePointer<Float>, points: Int, _ matrix: UnsafePointer<Float>, _ factor: Float,
        to base: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, _ count: Int,
        later: UnsafeMutablePointer<Float>
    ) {
        let stride = limit * productStride
        let b = products + min(1, points - 1) * stride
        let c = products + min(2, points - 1) * stride
        let d = products + min(3, points - 1) * stride
        let (f, g, h, k) = (matrix[0] * factor, matrix[1] * factor, matrix[2] * factor, matrix[3] * factor)
        var i = 0
        while i + Vector.scalarCount <= count {
            saddle_prefetch_for_write(later + i)
            let sum = get(base + i).addingProduct(get(products + i), f).addingProduct(get(b + i), g)
                .addingProduct(get(c + i), h).addingProduct(get(d + i), k)
            put(sum, target + i)
            i += Vector.scalarCount
        }
        while i < count {
            target[i] = base[i].addingProduct(products[i], f).addingProduct(b[i], g).addingProduct(c[i], h)
                .addingProduct(d[i], k)
            i += 1
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

    private typealias Vector = SIMD16<Float>

    @inline(__always) private func get(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private func put(_ v: Vector, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: v, as: Vector.self)
    }
}
