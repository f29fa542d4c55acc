/// The operands of a convolution's weight gradient, copied into the order in which the microkernel reads them: the map
/// block by block, and the image sample by sample, its lines and columns sorted by their remainders by the stride. What
/// a tap sees of the image from a block's positions then lies close together, and no tap needs a copy of its own.
///
/// The side whose channels are the rows of the weights is in tiles of six, the other in panels.
struct GradientOperands {
    let geometry: ConvolutionGeometry
    /// What a position of the map sees of the copied image.
    let regions: ConvolutionRegions
    /// Whether the image's channels are the rows of the weights.
    let imageIsRows: Bool
    /// Positions of a copied sample, which may have gaps.
    let pixels: Int
    /// Floats from one tile or panel of a copied sample to the next, and of a whole sample.
    let imagePieceStride, imageStride: Int
    /// Rows of the weights per tap; tiles of rows and panels of columns.
    let rows, tiles, panels: Int
    /// How the product is cut into tasks.
    let cut: Cut

    /// Positions of a block: its panel takes half of a small first-level cache.
    static let limit = 240
    /// Floats of the copies: 4 MB.
    private static let chunk = 1 << 20

    init(_ g: ConvolutionGeometry, _ order: ConvolutionPasses.Order) {
        let width = Microkernel.columns
        geometry = g
        imageIsRows = order == .convolution
        rows = imageIsRows ? g.inChannels : g.outChannels
        let columns = imageIsRows ? g.outChannels : g.inChannels
        (tiles, panels) = ((rows + 5) / 6, (columns + width - 1) / width)
        cut = Cut(taps: g.taps, panels: panels, tiles: tiles, piece: imageIsRows ? (4, 4) : (2, 11))
        let axes = g.axes(.gatherSorted)
        pixels = axes.lines.sortedSize * axes.columns.sortedSize
        imagePieceStride = imageIsRows ? Packing.tileStride(pixels) : pixels * width
        imageStride = padded((imageIsRows ? tiles : panels) * imagePieceStride, to: 16)
        regions = ConvolutionRegions(
            from: .init(
                height: axes.lines.sortedSize, width: axes.columns.sortedSize, stride: imageIsRows ? 6 : width,
                sampleStride: imageStride),
            to: .init(height: g.outHeight, width: g.outWidth, stride: g.outChannels), along: axes, tapStride: 0)
    }

    /// So many samples are copied and multiplied at once that the copies stay in the last cache.
    func samplesAtOnce(of samples: Int) -> Int {
        let limit = max(1, Self.chunk / count(samples: 1))
        let chunks = (samples + limit - 1) / limit
        return (samples + chunks - 1) / chunks
    }

    func blockCount(samples: Int) -> Int { regions.blockCount(samples: samples, limit: Self.limit) }
    func block(_ number: Int, samples: Int) -> ConvolutionRegions.Block {
        regions.block(number, samples: samples, limit: Self.limit)
    }

    /// Floats of both copies.
    func count(samples: Int) -> Int { mapStart(samples: samples) + padded(mapCount(samples: samples), to: 16) }

    /// Where the copied map starts behind the copied image.
    func mapStart(samples: Int) -> Int { samples * imageStride }

    private func mapCount(samples: Int) -> Int {
        let positions = samples * geometry.outHeight * geometry.outWidth
        return imageIsRows
            ? positions * panels * Microkernel.columns
            : tiles * (positions * 6 + blockCount(samples: samples) * Packing.tileStride(0))
    }

    /// Where a block of the map starts.
    func start(of block: ConvolutionRegions.Block) -> Int {
        imageIsRows
            ? block.start * panels * Microkernel.columns
            : tiles * (block.start * 6 + block.place * Packing.tileStride(0))
    }

    /// Copies both.
    func copy(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, samples: Int, into target: UnsafeMutablePointer<Float>,
        workers: Workers, _ scratch: (_ worker: Int) -> GradientScratch
    ) {
        let g = geometry
        let axes = g.axes(.gatherSorted)
        let blocks = blockCount(samples: samples)
        let mapTarget = target + mapStart(samples: samples)
        let flops = 8 * samples * (g.inCount + g.outCount)
        workers.runIndexed(tasks: samples + blocks, flops: flops) { task, worker in
            let list = scratch(worker).list
            if task < samples {
                let sample = image + task * g.inCount
                // Nobody reads what fills the gaps.
                for pixel in 0..<pixels { list[pixel] = sample }
                for y in 0..<g.inHeight {
                    let line = list + axes.lines.sortedPlace(y) * axes.columns.sortedSize
                    for x in 0..<g.inWidth {
                        line[axes.columns.sortedPlace(x)] = sample + (y * g.inWidth + x) * g.inChannels
                    }
                }
                arrange(list, pixels, g.inChannels, inTiles: imageIsRows, into: target + task * imageStride)
            } else {
                let block = block(task - samples, samples: samples)
                regions.forEachRow(of: block) { row, _, to in list[row] = map + to }
                arrange(list, block.count, g.outChannels, inTiles: !imageIsRows, into: mapTarget + start(of: block))
            }
        }
    }

    private func arrange(
        _ list: UnsafePointer<Microkernel.Row>, _ count: Int, _ channels: Int, inTiles: Bool,
        into target: UnsafeMutablePointer<Float>
    ) {
        if inTiles {
            Packing.sixes(list, count: count, channels: channels, tiles: 0..<tiles, into: target)
        } else {
            Packing.panels(list, count: count, channels: channels, panels: 0..<panels, into: target)
        }
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
