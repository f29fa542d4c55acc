/// The scratch memory of a weight gradient's task.
struct GradientScratch {
    /// Where the rows of a tile go.
    let results: UnsafeMutablePointer<Microkernel.ResultRow>
    /// A pointer for each position of a block, or of a sample.
    let list: UnsafeMutablePointer<Microkernel.Row>
    /// Takes rows that nobody reads.
    let unused: UnsafeMutablePointer<Float>

    static func floats(pointers: Int) -> Int {
        // Pointers count twice.
        Microkernel.columns + 2 * (16 + padded(pointers, to: 8))
    }

    /// Lays the parts out in `scratch`, aligned to 64 bytes.
    init(_ scratch: UnsafeMutablePointer<Float>) {
        unused = scratch
        results = UnsafeMutableRawPointer(scratch + Microkernel.columns)
            .assumingMemoryBound(to: Microkernel.ResultRow.self)
        list = UnsafeMutableRawPointer(results + 16).assumingMemoryBound(to: Microkernel.Row.self)
    }
}

extension ConvolutionPasses {
    /// gradient = sum over positions of image (seen by a tap) times map, in the order of the weights.
    func weightGradient(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        if isNarrow {
            let total = rows * geometry.outHeight * geometry.outWidth
            narrowGradient(image, map, gradient, total, rows, accumulate)
        } else if order == .convolution && geometry.outChannels == 1 {
            // A single column is stored without padding: computed wide, then copied.
            let wide = shared + operands.count(samples: operands.samplesAtOnce(of: rows))
            wideGradient(image, map, wide, rows, false)
            for i in 0..<patch {
                gradient[i] = (accumulate ? gradient[i] : 0) + wide[i * Microkernel.columns]
            }
        } else {
            wideGradient(image, map, gradient, rows, accumulate)
        }
    }

    /// Positions of the map are the inner dimension, in blocks that see the same taps; the sums wait in `gradient`
    /// between blocks.
    private func wideGradient(
        _ image: UnsafePointer<Float>, _ map: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
        _ rows: Int, _ accumulate: Bool
    ) {
        if !accumulate { clearUnseenTaps(gradient) }
        let chunk = operands.samplesAtOnce(of: rows)
        for first in stride(from: 0, to: rows, by: chunk) {
            let samples = min(chunk, rows - first)
            operands.copy(
                image: image + first * geometry.inCount, map: map + first * geometry.outCount, samples: samples,
                into: shared, workers: workers
            ) { GradientScratch(workspace.pointer + $0 * scratch) }
            multiplyOperands(gradient, samples: samples, accumulate: accumulate || first > 0)
        }
    }

    private func multiplyOperands(_ gradient: UnsafeMutablePointer<Float>, samples: Int, accumulate: Bool) {
        let (taps, operands, cut) = (geometry.taps, operands, operands.cut)
        let width = Microkernel.columns
        let rows = operands.rows
        let blocks = operands.blockCount(samples: samples)
        let images = UnsafePointer(shared)
        let maps = images + operands.mapStart(samples: samples)
        workers.runIndexed(tasks: cut.tasks, flops: samples * geometry.flops) { task, worker in
            let (tapRange, panelRange, tileRange) = cut.ranges(task)
            let memory = GradientScratch(workspace.pointer + worker * scratch)
            for number in 0..<blocks {
                let block = operands.block(number, samples: samples)
                let mapBlock = maps + operands.start(of: block)
                operands.regions.forEachRow(of: block) { p, from, _ in memory.list[p] = images + from }
                for panel in panelRange {
                    for tap in block.region.taps where tapRange.contains(tap.number) {
                        let target = gradient + (panel * taps + tap.number) * rows * width
                        let accumulate = accumulate || !tap.isNew || block.first > 0
                        for tile in tileRange {
                            for r in 0..<6 {
                                let row = tile * 6 + r
                                memory.results[r] = row < rows ? target + row * width : memory.unused
                            }
                            if operands.imageIsRows {
                                Microkernel.positions(
                                    count: block.count, a: memory.list,
                                    offset: tap.offset + tile * operands.imagePieceStride,
                                    panel: mapBlock + panel * block.count * width, c: memory.results,
                                    accumulate: accumulate)
                            } else {
                                Microkernel.packed(
                                    count: block.count, a: mapBlock + tile * Packing.tileStride(block.count),
                                    panelRows: memory.list, offset: tap.offset + panel * operands.imagePieceStride,
                                    c: memory.results, accumulate: accumulate)
                            }
                        }
                    }
                }
            }
        }
    }

    /// A tap that meets nothing but padding has no gradient.
    private func clearUnseenTaps(_ gradient: UnsafeMutablePointer<Float>) {
        let count = operands.rows * Microkernel.columns
        for tap in 0..<geometry.taps where !operands.regions.has(tap) {
            for panel in 0..<operands.panels {
                (gradient + (panel * geometry.taps + tap) * count).update(repeating: 0, count: count)
            }
        }
    }
}
