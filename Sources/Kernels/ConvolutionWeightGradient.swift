/// The scratch memory of a weight gradient's task.
struct GradientScratch {
    /// Where the rows of a tile go.
    let results: UnsafeMutablePointer<Microkernel.ResultRow>
    /// A pointer for each row to be copied.
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
        if let narrowGradient {
            narrowGradient.run(
                image: image, map: map, into: gradient, samples: rows, accumulate: accumulate, sums: shared,
                scratch: workspace.pointer, workers: workers)
        } else if let filteredGradient {
            filteredGradient.run(
                image: image, map: map, products: shared, into: gradient, samples: rows, accumulate: accumulate,
                scratch: workspace.pointer, workers: workers)
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

    /// Positions of the map are the inner dimension, line by line; the sums wait in `gradient` between lines.
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
        let copies = UnsafePointer(shared)
        let strides = operands.strides(samples: samples)
        workers.runIndexed(tasks: cut.tasks, flops: samples * geometry.flops) { task, worker in
            let (tapRange, panelRange, tileRange) = cut.ranges(task)
            let memory = GradientScratch(workspace.pointer + worker * scratch)
            for number in 0..<operands.blockCount {
                let block = operands.block(number)
                for panel in panelRange {
                    for tap in tapRange {
                        guard let run = operands.run(of: tap, in: block, samples: samples) else { continue }
                        let target = gradient + (panel * taps + tap) * rows * width
                        for tile in tileRange {
                            for r in 0..<6 {
                                let row = tile * 6 + r
                                memory.results[r] = row < rows ? target + row * width : memory.unused
                            }
                            Microkernel.positions(
                                count: run.count, a: copies + run.rows + tile * strides.rows, stride: 6,
                                panel: copies + run.columns + panel * strides.columns, c: memory.results,
                                accumulate: accumulate || !run.isFirst)
                        }
                    }
                }
            }
        }
    }

    /// A tap that meets nothing but padding has no gradient.
    private func clearUnseenTaps(_ gradient: UnsafeMutablePointer<Float>) {
        let count = operands.rows * Microkernel.columns
        for tap in 0..<geometry.taps where !operands.sees(tap) {
            for panel in 0..<operands.panels {
                (gradient + (panel * geometry.taps + tap) * count).update(repeating: 0, count: count)
            }
        }
    }
}
