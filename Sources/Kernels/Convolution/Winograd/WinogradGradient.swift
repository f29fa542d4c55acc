/// The weight gradient of a convolution by `WinogradWindows`: the product of a point's sums of the image with its sums
/// of the map is the gradient of a sum of the weights.
///
/// The windows are the inner dimension. Some at a time are multiplied, each point in tasks of its own, which copy both
/// sides for themselves into the order in which the microkernel reads them. The gradients of sums are larger than that
/// of the weights, so some parts of the channels go through all windows at once, and then the next ones.
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
    /// The first region that has a sum of weights.
    private let firstRegions: UnsafeBufferPointer<Int>
    private let plain = PlainMemory()

    /// Windows that are multiplied at once: the steps of a product.
    private static let limit = 128
    /// Windows that are summed before they are put in order.
    private static let staged = 16
    /// A window's sources come to the cache while this many windows before it are summed.
    private static let windowsAhead = 3
    /// Channels of a side that a task takes, if a phase has no more: its copies stay in the second-level cache.
    private static let channelsPerPart = 256
    /// Floats of all products that are there at the same time, about.
    private static let productFloats = 2 << 20

    init(_ g: ConvolutionGeometry, _ order: WeightOrder, _ windows: WinogradWindows) {
        (geometry, self.windows) = (g, windows)
        let width = Microkernel.columns
        imageIsRows = order == .convolution
        phasesPerPart = max(1, min(windows.sourcePhases.count, Self.channelsPerPart / g.inChannels))
        mapPerPart = min(g.outChannels, Self.channelsPerPart)
        panels = ((imageIsRows ? g.outChannels : g.inChannels) + width - 1) / width
        phaseStep = imageIsRows ? g.inChannels : panels * width
        firstRegions = plain.keep(
            windows.sums.indices.map { sum in windows.regions.firstIndex { $0.sums.contains(sum) }! })
    }

    // MARK: Memory

    private var phases: Int { windows.sourcePhases.count }
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
    private var partsAtOnce: Int { max(1, min(parts, Self.productFloats / (windows.sums.count * partStride))) }
    /// Floats of the products that are there at the same time: [sum][part].
    var productsCount: Int { windows.sums.count * partsAtOnce * partStride }

    private var tileStride: Int { padded(Packing.tileStride(Self.limit), to: 16) }
    private var panelStride: Int { (Self.limit + 1) * width }
    private var imagePart: Int { phasesPerPart * phaseStep }
    private var stagedStride: Int { padded(max(imagePart, mapPerPart), to: 16) + 16 }
    private var rowCopies: Int { Microkernel.tiles(of: imageIsRows ? imagePart : mapPerPart) * tileStride }
    private var columnCopies: Int { ((imageIsRows ? mapPerPart : imagePart) + width - 1) / width * panelStride }

    /// Floats of a worker's scratch.
    var scratch: Int {
        GradientScratch.floats(pointers: Self.staged) + rowCopies + columnCopies + Self.staged * stagedStride
    }

    private struct Scratch {
        let pointers: GradientScratch
        /// [tile][window][6], [panel][window][width], [window][channel]
        let rows, columns, staged: UnsafeMutablePointer<Float>
    }

    private func divide(_ scratch: UnsafeMutablePointer<Float>) -> Scratch {
        let rows = scratch + GradientScratch.floats(pointers: Self.staged)
        let staged = rows + rowCopies + columnCopies
        let pointers = GradientScratch(scratch)
        for window in 0..<Self.staged { pointers.list[window] = UnsafePointer(staged + window * stagedStride) }
        return Scratch(pointers: pointers, rows: rows, columns: rows + rowCopies, staged: staged)
    }

    // MARK: Products

    /// gradient = sum over windows; `products` and each worker's `scratch` are memory to work in.
    func run(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, products: UnsafeMutablePointer<Float>,
        into gradient: UnsafeMutablePointer<Float>, samples: Int, accumulate: Bool,
        scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (size, stride) = (self.scratch, partStride)
        var first = 0
        while first < parts {
            let count = min(partsAtOnce, parts - first)
            for number in 0..<windows.blockCount(samples: samples, limit: Self.limit) {
                let block = windows.block(number, samples: samples, limit: Self.limit, multiple: 1)
                let flops = 2 * block.count * windows.sums.count * count * partStride
                workers.runIndexed(tasks: windows.sums.count * count, flops: flops) { task, worker in
                    let (sum, part) = task.quotientAndRemainder(dividingBy: count)
                    guard let point = block.region.sums.firstIndex(of: sum) else { return }
                    let (phases, channels) = ranges(first + part)
                    multiply(
                        block, point, phases, channels, image, map, into: products + task * stride,
                        accumulate: block.first > 0 || block.regionNumber > firstRegions[sum],
                        divide(scratch + worker * size))
                }
            }
            for part in 0..<count {
                collect(
                    products + part * stride, sumStride: count * stride, part: first + part, gradient, accumulate,
                    workers)
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

    /// The product of a block's sums for a point: of some phases of the image with some channels of the map.
    private func multiply(
        _ block: WinogradWindows.Block, _ point: Int, _ phases: Range<Int>, _ channels: Range<Int>,
        _ image: UnsafePointer<Float>, _ map: UnsafePointer<Float>, into products: UnsafeMutablePointer<Float>,
        accumulate: Bool, _ memory: Scratch
    ) {
        let width = width
        for first in stride(from: 0, to: block.count, by: Self.staged) {
            let windows = first..<min(block.count, first + Self.staged)
            sumImage(block, windows, point, phases, image, memory.staged)
            pack(windows, phases.count * phaseStep, asRows: imageIsRows, memory)
            sumMap(block, windows, point, channels, map, memory.staged)
            pack(windows, channels.count, asRows: !imageIsRows, memory)
        }
        let rowsHere = imageIsRows ? phases.count * phaseStep : channels.count
        for number in 0..<(imageIsRows ? (channels.count + width - 1) / width : phases.count * panels) {
            let target = products + number * rows * width
            for tile in 0..<Microkernel.tiles(of: rowsHere) {
                for r in 0..<Microkernel.rows {
                    let row = tile * Microkernel.rows + r
                    memory.pointers.results[r] = row < rowsHere ? target + row * width : memory.pointers.unused
                }
                Microkernel.positions(
                    count: block.count, a: memory.rows + tile * tileStride, stride: Microkernel.rows,
                    panel: memory.columns + number * panelStride, c: memory.pointers.results, accumulate: accumulate)
            }
        }
    }

    private func sumImage(
        _ block: WinogradWindows.Block, _ range: Range<Int>, _ point: Int, _ phases: Range<Int>,
        _ image: UnsafePointer<Float>, _ staged: UnsafeMutablePointer<Float>
    ) {
        let channels = geometry.inChannels
        let (line, column) = block.region.points(point)
        for (place, row) in range.enumerated() {
            let window = block.window(row)
            let start = image + window.sample * geometry.inCount
            let later = block.window(min(row + Self.windowsAhead, block.count - 1))
            let laterStart = image + later.sample * geometry.inCount
            for phase in phases {
                let to = staged + place * stagedStride + (phase - phases.lowerBound) * phaseStep
                var sum = WeightedSum(into: to, count: channels)
                for y in line.sources {
                    for x in column.sources {
                        let phase = windows.sourcePhases[phase]
                        if let from = window.source(phase, line: y.index, column: x.index) {
                            let next = later.source(phase, line: y.index, column: x.index)
                            sum.add(start + from, y.factor * x.factor, later: next.map { laterStart + $0 })
                        }
                    }
                }
                sum.finish()
                if channels < phaseStep { (to + channels).update(repeating: 0, count: phaseStep - channels) }
            }
        }
    }

    private func sumMap(
        _ block: WinogradWindows.Block, _ range: Range<Int>, _ point: Int, _ channels: Range<Int>,
        _ map: UnsafePointer<Float>, _ staged: UnsafeMutablePointer<Float>
    ) {
        let (line, column) = block.region.points(point)
        for (place, row) in range.enumerated() {
            let window = block.window(row)
            let start = map + window.sample * geometry.outCount + channels.lowerBound
            let later = block.window(min(row + Self.windowsAhead, block.count - 1))
            let laterStart = map + later.sample * geometry.outCount + channels.lowerBound
            var sum = WeightedSum(into: staged + place * stagedStride, count: channels.count)
            for y in line.results {
                for x in column.results {
                    let phase = windows.resultPhases[0]
                    if let from = window.result(phase, line: y.index, column: x.index) {
                        let next = later.result(phase, line: y.index, column: x.index)
                        sum.add(start + from, y.factor * x.factor, later: next.map { laterStart + $0 })
                    }
                }
            }
            sum.finish()
        }
    }

    /// Brings summed windows into the order of the tiles or of the panels.
    private func pack(_ windows: Range<Int>, _ channels: Int, asRows: Bool, _ memory: Scratch) {
        if asRows {
            Packing.tiles(
                memory.pointers.list, count: windows.count, channels: channels,
                tiles: 0..<Microkernel.tiles(of: channels), into: memory.rows + windows.lowerBound * Microkernel.rows,
                stride: tileStride)
        } else {
            Packing.panels(
                memory.pointers.list, count: windows.count, channels: channels,
                panels: 0..<(channels + width - 1) / width, into: memory.columns + windows.lowerBound * width,
                stride: panelStride)
        }
    }

    // MARK: The gradient

    /// A part's gradients of the weights from those of their sums.
    private func collect(
        _ products: UnsafePointer<Float>, sumStride: Int, part: Int, _ gradient: UnsafeMutablePointer<Float>,
        _ accumulate: Bool, _ workers: Workers
    ) {
        let (phaseRange, channels) = ranges(part)
        let panelRange =
            imageIsRows ? channels.lowerBound / width..<(channels.upperBound + width - 1) / width : 0..<panels
        let (taps, rows, width) = (geometry.taps, rows, width)
        // Of a tap in a panel of the weights, and of these the part's.
        let segment = (imageIsRows ? geometry.inChannels : geometry.outChannels) * width
        let (start, count) = imageIsRows ? (0, segment) : (channels.lowerBound * width, channels.count * width)
        workers.run(tasks: panelRange.count * phaseRange.count, flops: 8 * windows.sums.count * partStride) { task in
            let (panel, index) = task.quotientAndRemainder(dividingBy: phaseRange.count)
            let phase = windows.sourcePhases[phaseRange.lowerBound + index]
            let place = imageIsRows ? panel * rows * width + index * segment : (index * panels + panel) * rows * width
            for line in 0..<windows.filterTaps.lines {
                for column in 0..<windows.filterTaps.columns {
                    let tap = windows.tap(phase, line: line, column: column)
                    let target = gradient + ((panelRange.lowerBound + panel) * taps + tap) * segment + start
                    var sum = WeightedSum(into: target, count: count)
                    if accumulate { sum.add(target, 1) }
                    for number in 0..<windows.sums.count {
                        let terms = windows.sums[number]
                        for y in terms.lines where y.index == line {
                            for x in terms.columns where x.index == column {
                                sum.add(products + number * sumStride + place, y.factor * x.factor)
                            }
                        }
                    }
                    sum.finish()
                }
            }
        }
    }
}
