/// The weight gradient of a convolution with all its multiplications: the sum over positions of the map of what a tap
/// sees of the image times the map.
///
/// Positions of the map are the inner dimension, line by line; the sums wait in the gradient between lines.
struct DirectGradient {
    private let geometry: ConvolutionGeometry
    private let operands: GradientOperands
    /// Whether the weights are a single column, which is stored without padding: it is computed wide, then copied.
    private let isSingleColumn: Bool

    init(_ geometry: ConvolutionGeometry, _ order: WeightOrder) {
        self.geometry = geometry
        operands = GradientOperands(geometry, order)
        isSingleColumn = order == .convolution && geometry.outChannels == 1
    }

    // MARK: Memory

    /// Floats of a worker's scratch.
    var scratch: Int { padded(GradientScratch.floats(pointers: GradientOperands.limit), to: 16) }

    /// Floats of memory for up to `batch` samples: the operands, and a single column's wide gradient.
    func memory(batch: Int) -> Int {
        operands.count(samples: min(batch, operands.mostAtOnce))
            + (isSingleColumn ? geometry.taps * geometry.inChannels * Microkernel.columns : 0)
    }

    // MARK: The pass

    /// Adds to `gradient` when `accumulate`, else replaces it; with memory for the operands and `scratch` for each
    /// worker.
    func run(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, memory: UnsafeMutablePointer<Float>,
        into gradient: UnsafeMutablePointer<Float>, samples: Int, accumulate: Bool,
        scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        guard isSingleColumn else {
            sum(image, map, memory, gradient, samples, accumulate, scratch, workers)
            return
        }
        let wide = memory + operands.count(samples: operands.samplesAtOnce(of: samples))
        sum(image, map, memory, wide, samples, false, scratch, workers)
        for row in 0..<geometry.taps * geometry.inChannels {
            gradient[row] = (accumulate ? gradient[row] : 0) + wide[row * Microkernel.columns]
        }
    }

    private func sum(
        _ image: UnsafePointer<Float>, _ map: UnsafePointer<Float>, _ memory: UnsafeMutablePointer<Float>,
        _ gradient: UnsafeMutablePointer<Float>, _ samples: Int, _ accumulate: Bool,
        _ scratch: UnsafeMutablePointer<Float>, _ workers: Workers
    ) {
        if !accumulate { clearUnseenTaps(gradient) }
        let (chunk, size) = (operands.samplesAtOnce(of: samples), self.scratch)
        for first in stride(from: 0, to: samples, by: chunk) {
            let count = min(chunk, samples - first)
            operands.copy(
                image: image + first * geometry.inCount, map: map + first * geometry.outCount, samples: count,
                into: memory, workers: workers
            ) { GradientScratch(scratch + $0 * size) }
            multiply(
                UnsafePointer(memory), into: gradient, samples: count, accumulate: accumulate || first > 0, scratch,
                workers)
        }
    }

    /// Adds the products of copied operands.
    private func multiply(
        _ copies: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, samples: Int, accumulate: Bool,
        _ scratch: UnsafeMutablePointer<Float>, _ workers: Workers
    ) {
        let (taps, operands, cut) = (geometry.taps, operands, operands.cut)
        let (width, height) = (Microkernel.columns, Microkernel.rows)
        let (rows, size) = (operands.rows, self.scratch)
        let strides = operands.strides(samples: samples)
        workers.runIndexed(tasks: cut.tasks, flops: samples * geometry.flops) { task, worker in
            let (tapRange, panelRange, tileRange) = cut.ranges(task)
            let memory = GradientScratch(scratch + worker * size)
            for number in 0..<operands.blockCount {
                let block = operands.block(number)
                for panel in panelRange {
                    for tap in tapRange {
                        guard let run = operands.run(of: tap, in: block, samples: samples) else { continue }
                        let target = gradient + (panel * taps + tap) * rows * width
                        for tile in tileRange {
                            for r in 0..<height {
                                let row = tile * height + r
                                memory.results[r] = row < rows ? target + row * width : memory.unused
                            }
                            Microkernel.positions(
                                count: run.count, a: copies + run.rows + tile * strides.rows, stride: height,
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
