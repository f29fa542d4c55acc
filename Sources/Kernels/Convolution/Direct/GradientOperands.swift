/// The operands of a convolution's weight gradient, copied into the order in which the microkernel reads them.
///
/// Lines and columns of the image are sorted by their remainders by the stride, and the samples of a position lie side
/// by side. So what a tap sees of the image from a line of the map is one run of memory, and no tap needs a copy of its
/// own. Positions whose tap would meet the padding are left out at the ends of a run; they cost nothing.
///
/// The side whose channels are the rows of the weights is in tiles of six, the other in panels.
struct GradientOperands {
    let geometry: ConvolutionGeometry
    /// Whether the image's channels are the rows of the weights.
    let imageIsRows: Bool
    /// Rows of the weights per tap; tiles of rows and panels of columns.
    let rows, tiles, panels: Int
    /// How the product is cut into tasks.
    let cut: Cut
    private let lines, columns: ConvolutionAxis
    /// What each line and each column of the kernel sees.
    private let lineSights, columnSights: [ConvolutionAxis.Sight]

    /// Steps of a product at most: a panel of so many takes half of a small first-level cache.
    static let limit = 256

    init(_ g: ConvolutionGeometry, _ order: WeightOrder) {
        let width = Microkernel.columns
        geometry = g
        imageIsRows = order == .convolution
        rows = imageIsRows ? g.inChannels : g.outChannels
        tiles = Microkernel.tiles(of: rows)
        panels = ((imageIsRows ? g.outChannels : g.inChannels) + width - 1) / width
        cut = Cut(taps: g.taps, panels: panels, tiles: tiles, piece: imageIsRows ? (4, 4) : (2, 11))
        (lines, columns) = g.axes(.gather)
        (lineSights, columnSights) = (lines.sights(from: g.outHeight), columns.sights(from: g.outWidth))
    }

    /// So many samples are copied and multiplied at once that a line of the map is one product where it can be.
    func samplesAtOnce(of samples: Int) -> Int {
        let chunks = (samples + mostAtOnce - 1) / mostAtOnce
        return (samples + chunks - 1) / chunks
    }

    /// The most of any number of samples.
    var mostAtOnce: Int { max(1, Self.limit / geometry.outWidth) }

    // MARK: Places

    /// Floats of both copies.
    func count(samples: Int) -> Int { mapStart(samples: samples) + pieces(of: .map) * stride(of: .map, samples) }

    private enum Side { case image, map }

    private func positions(of side: Side) -> Int {
        side == .map ? geometry.outHeight * geometry.outWidth : lines.sortedSize * columns.sortedSize
    }

    private func isRows(_ side: Side) -> Bool { (side == .image) == imageIsRows }
    private func pieces(of side: Side) -> Int { isRows(side) ? tiles : panels }

    /// Floats from one tile or panel to the next.
    private func stride(of side: Side, _ samples: Int) -> Int {
        let count = positions(of: side) * samples
        return padded(isRows(side) ? Packing.tileStride(count) : (count + 1) * Microkernel.columns, to: 16)
    }

    /// Where the copied map starts behind the copied image.
    private func mapStart(samples: Int) -> Int { pieces(of: .image) * stride(of: .image, samples) }

    /// Floats from one tile of rows, and from one panel, to the next.
    func strides(samples: Int) -> (rows: Int, columns: Int) {
        let (image, map) = (stride(of: .image, samples), stride(of: .map, samples))
        return imageIsRows ? (image, map) : (map, image)
    }

    // MARK: Copies

    /// Copies both.
    func copy(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, samples: Int, into target: UnsafeMutablePointer<Float>,
        workers: Workers, _ scratch: (_ worker: Int) -> GradientScratch
    ) {
        let g = geometry
        let size = max(1, Self.limit / samples)
        let imageTasks = (positions(of: .image) + size - 1) / size
        let mapTasks = (positions(of: .map) + size - 1) / size
        let mapTarget = target + mapStart(samples: samples)
        let flops = 8 * samples * (g.inCount + g.outCount)
        workers.runIndexed(tasks: imageTasks + mapTasks, flops: flops) { task, worker in
            let list = scratch(worker).list
            if task < imageTasks {
                arrange(.image, task * size, size, samples, image, list, into: target)
            } else {
                arrange(.map, (task - imageTasks) * size, size, samples, map, list, into: mapTarget)
            }
        }
    }

    /// Copies up to `count` positions of all samples.
    private func arrange(
        _ side: Side, _ first: Int, _ count: Int, _ samples: Int, _ source: UnsafePointer<Float>,
        _ list: UnsafeMutablePointer<Microkernel.Row>, into target: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        let (channels, sampleStride) = side == .map ? (g.outChannels, g.outCount) : (g.inChannels, g.inCount)
        var rows = 0
        for position in first..<min(first + count, positions(of: side)) {
            let place =
                side == .map
                ? position
                : lines.line(sorted: position / columns.sortedSize) * g.inWidth
                    + columns.line(sorted: position % columns.sortedSize)
            for sample in 0..<samples { list[rows + sample] = source + sample * sampleStride + place * channels }
            rows += samples
        }
        let stride = stride(of: side, samples)
        if isRows(side) {
            Packing.tiles(
                list, count: rows, channels: channels, tiles: 0..<tiles,
                into: target + first * samples * Microkernel.rows, stride: stride)
        } else {
            Packing.panels(
                list, count: rows, channels: channels, panels: 0..<panels,
                into: target + first * samples * Microkernel.columns, stride: stride)
        }
    }

    // MARK: Products

    /// A line of the map, or a part of a long one.
    struct Block {
        fileprivate let line: Int
        fileprivate let columns: Range<Int>
    }

    var blockCount: Int { geometry.outHeight * parts }
    private var parts: Int { (geometry.outWidth + Self.limit - 1) / Self.limit }

    func block(_ number: Int) -> Block {
        let (part, width) = (number % parts, geometry.outWidth)
        return Block(line: number / parts, columns: part * width / parts..<(part + 1) * width / parts)
    }

    /// The positions of a block that see a tap.
    struct Run {
        /// Steps of the product.
        let count: Int
        /// No block before this one sees the tap.
        let isFirst: Bool
        /// From the start of the copies to the run's part of the first tile of rows and of the first panel, in floats.
        let rows, columns: Int
    }

    func run(of tap: Int, in block: Block, samples: Int) -> Run? {
        let (vertical, horizontal) = (lineSights[tap / geometry.kernelWidth], columnSights[tap % geometry.kernelWidth])
        let first = max(block.columns.lowerBound, horizontal.positions.lowerBound)
        let end = min(block.columns.upperBound, horizontal.positions.upperBound)
        guard vertical.positions.contains(block.line), first < end else { return nil }
        let image =
            (vertical.source + block.line - vertical.positions.lowerBound) * columns.sortedSize + horizontal.source
            + first - horizontal.positions.lowerBound
        let map = block.line * geometry.outWidth + first
        let (height, width) = (Microkernel.rows, Microkernel.columns)
        let mapStart = mapStart(samples: samples)
        return Run(
            count: (end - first) * samples,
            isFirst: block.line == vertical.positions.lowerBound && first == horizontal.positions.lowerBound,
            rows: imageIsRows ? image * samples * height : mapStart + map * samples * height,
            columns: imageIsRows ? mapStart + map * samples * width : image * samples * width)
    }

    /// Whether any position sees the tap.
    func sees(_ tap: Int) -> Bool {
        !lineSights[tap / geometry.kernelWidth].positions.isEmpty
            && !columnSights[tap % geometry.kernelWidth].positions.isEmpty
    }

    /// A cut of all tiles, panels and taps into tasks. What a task reads of a block fits into the second-level cache.
    struct Cut {
        let taps, panels, tiles: Int
        let tapParts, panelParts, tileParts: Int
        var tasks: Int { tapParts * panelParts * tileParts }

        init(taps: Int, panels: Int, tiles: Int, piece: (panels: Int, tiles: Int)) {
            (self.taps, self.panels, self.tiles) = (taps, panels, tiles)
            panelParts = (panels + piece.panels - 1) / piece.panels
            tileParts = (tiles + piece.tiles - 1) / piece.tiles
            // Many enough that no thread waits long for the last; four taps at least.
            tapParts = max(1, min(32 / (panelParts * tileParts), taps / 4))
        }

        func ranges(_ task: Int) -> (taps: Range<Int>, panels: Range<Int>, tiles: Range<Int>) {
            func range(_ part: Int, of parts: Int, _ count: Int) -> Range<Int> {
                part * count / parts..<(part + 1) * count / parts
            }
            return (
                range(task / (panelParts * tileParts), of: tapParts, taps),
                range(task / tileParts % panelParts, of: panelParts, panels),
                range(task % tileParts, of: tileParts, tiles)
            )
        }
    }
}
