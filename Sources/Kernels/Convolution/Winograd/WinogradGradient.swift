/// The weight gradient of a convolution by `WinogradWindows`: the product of a point's sums of the image with its sums
/// of the map is the gradient of a sum of the weights.
///
/// The windows are the inner dimension. Some at a time are summed, for all points, into the order in which the
/// microkernel reads them, and then multiplied, each pair of points in a task of its own. The gradients of sums are
/// larger than that of the weights, so some parts of the channels go through all windows at once, and then the next.
final class WinogradGradient: @unchecked Sendable {
    private let geometry: ConvolutionGeometry
    /// Whether the image's channels are the rows of the weights.
    private let imageIsRows: Bool
    private let windows: WinogradWindows
    /// Phases of the image, and channels of the map, that a task takes.
    private let phasesPerPart, mapPerPart: Int
    /// Panels of a phase's or of the map's channels, whichever side is the columns of the weights.
    private let panels: Int
    /// Numbers of a phase in a copied row of the image.
    private let phaseStep: Int
    /// By sum of weights, [line][column]: the first region that has it.
    private let firstRegions: UnsafeBufferPointer<Int>
    private let plain = PlainMemory()

    /// Windows that are multiplied at once: the steps of a product.
    private static let limit = 64
    /// Windows that are summed before they are put in order.
    private static let staged = 16
    /// A window's sources come to the cache while this many windows before it are summed.
    private static let windowsAhead = 3
    /// Channels of a side that a task takes, if a phase has no more: its copies stay in the second-level cache.
    private static let channelsPerPart = 256
    /// Floats of all products that are there at the same time, about.
    private static let productFloats = 2 << 20
    /// Numbers of a gradient that are summed at once: in the first-level cache for all of their terms.
    private static let numbersAtOnce = 512

    /// Nothing where there are no windows.
    init?(_ g: ConvolutionGeometry, _ order: WeightOrder, batch: Int, _ winograd: WinogradUse) {
        // A gradient of a sum costs its additions, and memory: what they cost was fitted to times.
        let best = WinogradWindows.best(g, .gather, winograd) { Float(batch * $0.cost + 30 * $0.sumCount) }
        guard let windows = best else { return nil }
        (geometry, self.windows) = (g, windows)
        let width = Microkernel.columns
        imageIsRows = order == .convolution
        phasesPerPart = max(1, min(windows.sourcePhases.count, Self.channelsPerPart / g.inChannels))
        mapPerPart = min(g.outChannels, Self.channelsPerPart)
        panels = ((imageIsRows ? g.outChannels : g.inChannels) + width - 1) / width
        phaseStep = imageIsRows ? g.inChannels : panels * width
        let (regions, columns) = (windows.regions, windows.columnSums.count)
        mostPairs = regions.map { $0.linePoints.count * $0.columnPoints.count }.max() ?? 0
        firstRegions = plain.keep(
            (0..<windows.lineSums.count * columns).map { sum in
                regions.firstIndex {
                    $0.lineSums.contains(sum / columns) && $0.columnSums.contains(sum % columns)
                }!
            })
    }

    // MARK: Memory

    private var phases: Int { windows.sourcePhases.count }
    private var sums: Int { firstRegions.count }
    private var width: Int { Microkernel.columns }
    /// Parts of the image's phases, and of the map's channels.
    private var mapParts: Int { (geometry.outChannels + mapPerPart - 1) / mapPerPart }
    private var parts: Int { (phases + phasesPerPart - 1) / phasesPerPart * mapParts }
    /// Rows of a panel of a part's products.
    private var rows: Int { imageIsRows ? phasesPerPart * geometry.inChannels : mapPerPart }
    /// Floats of a part's products of a sum: [panel][phase][channel][width] or, if the map is rows,
    /// [phase][panel][channel][width].
    private var partStride: Int {
        (imageIsRows ? (mapPerPart + width - 1) / width : phasesPerPart * panels) * rows * width
    }
    /// Parts whose products are there at the same time.
    private var partsAtOnce: Int { max(1, min(parts, Self.productFloats / (sums * partStride))) }
    /// Floats of the products that are there at the same time: [sum][part].
    private var productsCount: Int { sums * partsAtOnce * partStride }

    private var tileStride: Int { padded(Packing.tileStride(Self.limit), to: 16) }
    private var panelStride: Int { (Self.limit + 1) * width }
    private var imagePart: Int { phasesPerPart * phaseStep }
    private var stagedStride: Int { padded(max(imagePart, mapPerPart), to: 16) + 16 }
    private var rowCopies: Int { Microkernel.tiles(of: imageIsRows ? imagePart : mapPerPart) * tileStride }
    private var columnCopies: Int { ((imageIsRows ? mapPerPart : imagePart) + width - 1) / width * panelStride }
    /// Floats of a pair of points' copies: [tile][window][6], then [panel][window][width].
    private var copiesStride: Int { padded(rowCopies, to: 16) + padded(columnCopies, to: 16) }
    /// Pairs of points of a region, at most.
    private let mostPairs: Int

    /// Floats of memory that all workers share: products, and copies of both sides [part][pair of points].
    var shared: Int { padded(productsCount, to: 16) + partsAtOnce * mostPairs * copiesStride }

    /// Floats of a line's sums: all columns that a window sees.
    private var lineFloats: Int {
        WinogradFilter.mostSources * padded(max(windows.columnPhases * geometry.inChannels, mapPerPart), to: 16)
    }
    private var nothingCount: Int { padded(max(geometry.inChannels, mapPerPart), to: 16) }
    /// Floats of a gradient's sums over columns.
    private var collected: Int { windows.lineSums.count * windows.filterTaps.columns * Self.numbersAtOnce }

    /// Floats of a worker's scratch.
    var scratch: Int {
        let sums = nothingCount + lineFloats + 16 + WinogradFilter.mostSources * Self.staged * stagedStride
        return GradientScratch.floats(pointers: Self.staged) + max(sums, collected)
    }

    private struct Scratch {
        let pointers: GradientScratch
        /// Zeros in the place of the padding.
        let nothing: UnsafeMutablePointer<Float>
        /// The columns that a window sees, summed over lines.
        let line: UnsafeMutablePointer<Float>
        let sources: WinogradSums.Vectors
        /// [column point][window][channel]
        let staged: UnsafeMutablePointer<Float>
    }

    private func divide(_ scratch: UnsafeMutablePointer<Float>) -> Scratch {
        let nothing = scratch + GradientScratch.floats(pointers: Self.staged)
        nothing.update(repeating: 0, count: nothingCount)
        let sources = nothing + nothingCount + lineFloats
        return Scratch(
            pointers: GradientScratch(scratch), nothing: nothing, line: nothing + nothingCount,
            sources: UnsafeMutableRawPointer(sources).assumingMemoryBound(to: UnsafePointer<Float>.self),
            staged: sources + 16)
    }

    // MARK: Products

    /// gradient = sum over windows; `memory` and each worker's `scratch` are to work in.
    func run(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, memory: UnsafeMutablePointer<Float>,
        into gradient: UnsafeMutablePointer<Float>, samples: Int, accumulate: Bool,
        scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (size, stride, staged) = (self.scratch, partStride, Self.staged)
        let (products, copies) = (memory, memory + padded(productsCount, to: 16))
        var first = 0
        while first < parts {
            let count = min(partsAtOnce, parts - first)
            for number in 0..<windows.blockCount(samples: samples, limit: Self.limit) {
                let block = windows.block(number, samples: samples, limit: Self.limit, multiple: 1)
                let (lines, columns) = (block.region.linePoints.count, block.region.columnPoints.count)
                let pairs = lines * columns
                let flops = 2 * block.count * pairs * count * partStride
                let groups = (block.count + staged - 1) / staged
                workers.runIndexed(tasks: groups * lines * count, flops: flops / 8) { task, worker in
                    let (place, line) = task.quotientAndRemainder(dividingBy: lines)
                    let (part, group) = place.quotientAndRemainder(dividingBy: groups)
                    let (phases, channels) = ranges(first + part)
                    let windows = group * staged..<min(block.count, (group + 1) * staged)
                    let target = copies + (part * mostPairs + line * columns) * copiesStride
                    let memory = divide(scratch + worker * size)
                    sumImage(block, windows, line, phases, image, memory)
                    pack(windows, phases.count * phaseStep, points: columns, asRows: imageIsRows, memory, target)
                    sumMap(block, windows, line, channels, map, memory)
                    pack(windows, channels.count, points: columns, asRows: !imageIsRows, memory, target)
                }
                workers.runIndexed(tasks: pairs * count, flops: flops) { task, worker in
                    let (pair, part) = task.quotientAndRemainder(dividingBy: count)
                    let (phases, channels) = ranges(first + part)
                    let sum =
                        block.region.lineSums[pair / columns] * windows.columnSums.count
                        + block.region.columnSums[pair % columns]
                    multiply(
                        copies + (part * mostPairs + pair) * copiesStride, block.count, phases, channels,
                        into: products + (sum * count + part) * stride,
                        accumulate: block.first > 0 || block.regionNumber > firstRegions[sum],
                        GradientScratch(scratch + worker * size))
                }
            }
            for part in 0..<count {
                collect(
                    products + part * stride, sumStride: count * stride, part: first + part, gradient, accumulate,
                    scratch, workers)
            }
            first += count
        }
    }

    /// The image's phases and the map's channels of a part.
    private func ranges(_ part: Int) -> (phases: Range<Int>, channels: Range<Int>) {
        let (phase, channel) = (part / mapParts * phasesPerPart, part % mapParts * mapPerPart)
        return (
            phase..<min(phases, phase + phasesPerPart), channel..<min(geometry.outChannels, channel + mapPerPart)
        )
    }

    /// The product of a block's sums for a pair of points: of some phases of the image with some channels of the map.
    private func multiply(
        _ copies: UnsafePointer<Float>, _ count: Int, _ phases: Range<Int>, _ channels: Range<Int>,
        into products: UnsafeMutablePointer<Float>, accumulate: Bool, _ pointers: GradientScratch
    ) {
        let width = width
        let columns = copies + padded(rowCopies, to: 16)
        let rowsHere = imageIsRows ? phases.count * phaseStep : channels.count
        for number in 0..<(imageIsRows ? (channels.count + width - 1) / width : phases.count * panels) {
            let target = products + number * rows * width
            for tile in 0..<Microkernel.tiles(of: rowsHere) {
                for r in 0..<Microkernel.rows {
                    let row = tile * Microkernel.rows + r
                    pointers.results[r] = row < rowsHere ? target + row * width : pointers.unused
                }
                Microkernel.positions(
                    count: count, a: copies + tile * tileStride, stride: Microkernel.rows,
                    panel: columns + number * panelStride, c: pointers.results, accumulate: accumulate)
            }
        }
    }

    // MARK: Sums of both sides

    /// What the points of a line want of the image, into `staged`.
    private func sumImage(
        _ block: WinogradWindows.Block, _ range: Range<Int>, _ line: Int, _ phases: Range<Int>,
        _ image: UnsafePointer<Float>, _ memory: Scratch
    ) {
        let (region, channels) = (block.region, geometry.inChannels)
        let (terms, points) = (region.linePoints[line].sources, region.columnPoints.count)
        let columnPhases = windows.columnPhases
        for (place, row) in range.enumerated() {
            let (window, later) = (block.window(row), block.window(min(row + Self.windowsAhead, block.count - 1)))
            let (start, laterStart) = (
                image + window.sample * geometry.inCount, image + later.sample * geometry.inCount
            )
            var phase = phases.lowerBound
            while phase < phases.upperBound {
                // All phases of the columns, which lie one behind another, or one of them.
                let (linePhase, firstColumn) = phase.quotientAndRemainder(dividingBy: columnPhases)
                let isWhole = firstColumn == 0 && phase + columnPhases <= phases.upperBound
                let run = window.sourceRun
                if isWhole {
                    WinogradSums.lines(
                        terms, phase: linePhase, of: window, from: start + run.lowerBound, later: later,
                        from: laterStart + later.sourceRun.lowerBound, into: memory.line, count: run.count)
                }
                for columnPhase in firstColumn..<(isWhole ? columnPhases : firstColumn + 1) {
                    for column in 0..<WinogradFilter.mostSources {
                        let from = column < region.sourceColumns ? window.column(columnPhase, column) : -1
                        memory.sources[column] = UnsafePointer(memory.nothing)
                        if from < 0 { continue }
                        if isWhole {
                            memory.sources[column] = UnsafePointer(memory.line + (from - run.lowerBound))
                        } else {
                            let target = memory.line + column * channels
                            let next = max(0, later.column(columnPhase, column))
                            WinogradSums.lines(
                                terms, phase: linePhase, of: window, from: start + from, later: later,
                                from: laterStart + next, into: target, count: channels)
                            memory.sources[column] = UnsafePointer(target)
                        }
                    }
                    let to = memory.staged + place * stagedStride + (phase - phases.lowerBound) * phaseStep
                    WinogradSums.points(
                        memory.sources, region.columnSources, points: points, into: to,
                        stride: Self.staged * stagedStride, count: channels)
                    if channels < phaseStep {
                        for point in 0..<points {
                            (to + point * Self.staged * stagedStride + channels)
                                .update(repeating: 0, count: phaseStep - channels)
                        }
                    }
                    phase += 1
                }
            }
        }
    }

    /// What the points of a line want of the map, into `staged`.
    private func sumMap(
        _ block: WinogradWindows.Block, _ range: Range<Int>, _ line: Int, _ channels: Range<Int>,
        _ map: UnsafePointer<Float>, _ memory: Scratch
    ) {
        let (region, phase) = (block.region, windows.resultPhases[0])
        let terms = region.linePoints[line].results
        for (place, row) in range.enumerated() {
            let (window, later) = (block.window(row), block.window(min(row + Self.windowsAhead, block.count - 1)))
            let start = map + window.sample * geometry.outCount + channels.lowerBound
            let laterStart = map + later.sample * geometry.outCount + channels.lowerBound
            for column in 0..<WinogradFilter.mostSources {
                memory.sources[column] = UnsafePointer(memory.nothing)
                guard column < region.resultColumns else { continue }
                let target = memory.line + column * mapPerPart
                var sum = WeightedSum(into: target, count: channels.count)
                for term in terms {
                    guard let from = window.result(phase, line: term.index, column: column) else { continue }
                    let next = later.result(phase, line: term.index, column: column)
                    sum.add(start + from, term.factor, later: next.map { laterStart + $0 })
                }
                sum.finish()
                memory.sources[column] = UnsafePointer(target)
            }
            WinogradSums.points(
                memory.sources, region.columnShares, points: region.columnPoints.count,
                into: memory.staged + place * stagedStride, stride: Self.staged * stagedStride, count: channels.count)
        }
    }

    /// Brings summed windows into the order of the tiles or of the panels.
    private func pack(
        _ windows: Range<Int>, _ channels: Int, points: Int, asRows: Bool, _ memory: Scratch,
        _ copies: UnsafeMutablePointer<Float>
    ) {
        for point in 0..<points {
            for window in 0..<windows.count {
                memory.pointers.list[window] = UnsafePointer(
                    memory.staged + (point * Self.staged + window) * stagedStride)
            }
            let target = copies + point * copiesStride
            if asRows {
                Packing.tiles(
                    memory.pointers.list, count: windows.count, channels: channels,
                    tiles: 0..<Microkernel.tiles(of: channels), into: target + windows.lowerBound * Microkernel.rows,
                    stride: tileStride)
            } else {
                Packing.panels(
                    memory.pointers.list, count: windows.count, channels: channels,
                    panels: 0..<(channels + width - 1) / width,
                    into: target + padded(rowCopies, to: 16) + windows.lowerBound * width, stride: panelStride)
            }
        }
    }

    // MARK: The gradient

    /// A part's gradients of the weights from those of their sums.
    private func collect(
        _ products: UnsafePointer<Float>, sumStride: Int, part: Int, _ gradient: UnsafeMutablePointer<Float>,
        _ accumulate: Bool, _ scratch: UnsafeMutablePointer<Float>, _ workers: Workers
    ) {
        let (phaseRange, channels) = ranges(part)
        let panelRange =
            imageIsRows ? channels.lowerBound / width..<(channels.upperBound + width - 1) / width : 0..<panels
        let (taps, rows, width, size) = (geometry.taps, rows, width, self.scratch)
        let (lineSums, columnSums) = (windows.lineSums, windows.columnSums)
        let (columnTaps, atOnce) = (windows.filterTaps.columns, Self.numbersAtOnce)
        // Of a tap in a panel of the weights, and of these the part's.
        let segment = (imageIsRows ? geometry.inChannels : geometry.outChannels) * width
        let (start, count) = imageIsRows ? (0, segment) : (channels.lowerBound * width, channels.count * width)
        let tasks = panelRange.count * phaseRange.count
        workers.runIndexed(tasks: tasks, flops: 8 * sums * partStride) { task, worker in
            let (panel, index) = task.quotientAndRemainder(dividingBy: phaseRange.count)
            let phase = windows.sourcePhases[phaseRange.lowerBound + index]
            let place = imageIsRows ? panel * rows * width + index * segment : (index * panels + panel) * rows * width
            let ofColumns = scratch + worker * size + GradientScratch.floats(pointers: Self.staged)
            for first in stride(from: 0, to: count, by: atOnce) {
                let numbers = min(atOnce, count - first)
                for line in 0..<lineSums.count {
                    for column in 0..<columnTaps {
                        var sum = WeightedSum(into: ofColumns + (line * columnTaps + column) * atOnce, count: numbers)
                        for number in 0..<columnSums.count {
                            for term in columnSums[number] where term.index == column {
                                let product = (line * columnSums.count + number) * sumStride + place + first
                                sum.add(products + product, term.factor)
                            }
                        }
                        sum.finish()
                    }
                }
                for lineTap in 0..<windows.filterTaps.lines {
                    for column in 0..<columnTaps {
                        let tap = windows.tap(phase, line: lineTap, column: column)
                        let target = gradient + ((panelRange.lowerBound + panel) * taps + tap) * segment + start + first
                        var sum = WeightedSum(into: target, count: numbers)
                        if accumulate { sum.add(target, 1) }
                        for line in 0..<lineSums.count {
                            for term in lineSums[line] where term.index == lineTap {
                                sum.add(ofColumns + (line * columnTaps + column) * atOnce, term.factor)
                            }
                        }
                        sum.finish()
                    }
                }
            }
        }
    }
}
