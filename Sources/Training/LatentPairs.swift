import Engine
import Kernels

/// What `LatentConsistency` takes: samples of noise beside an update's own, which a second execution of the generator
/// makes, and the gradients of both terms.
final class LatentPairs {
    let rule: Scheduled<LatentConsistency>
    private let generator: Execution
    private let rows: Int, row: Int, samples: Int, dimension: Int
    /// [samples, noise dimension]
    private let noise: FloatBuffer
    /// [2 * rows, row]: what the discriminator sees, generated samples before those of changed noise.
    private let pairs: FloatBuffer
    /// [2 * rows]
    private let outputGradient: FloatBuffer
    /// [samples, sample]
    private let sampleGradient: FloatBuffer

    /// - Parameters:
    ///   - samples: generated in an update.
    ///   - rows: of the discriminator in which they stand.
    ///   - row: values of such a row.
    ///   - dimension: of the noise.
    init(
        _ rule: Scheduled<LatentConsistency>, _ generator: Learner, samples: Int, rows: Int, row: Int, dimension: Int
    ) {
        self.rule = rule
        let execution = generator.execution
        self.generator = Execution(
            generator.network, batch: samples, workers: execution.workers, memory: execution.memory,
            holding: .values)
        (self.rows, self.row, self.samples, self.dimension) = (rows, row, samples, dimension)
        noise = FloatBuffer(count: samples * dimension)
        pairs = FloatBuffer(count: 2 * rows * row)
        outputGradient = FloatBuffer(count: 2 * rows)
        sampleGradient = FloatBuffer(count: rows * row)
    }

    /// Bytes of all arrays, the second execution's apart.
    static func byteCount(samples: Int, rows: Int, row: Int, dimension: Int) -> Int {
        4 * (samples * dimension + 3 * rows * row + 2 * rows)
    }

    func bind(_ labels: LabelRows) { labels.bind(to: generator) }

    /// Samples of noise near the given, in training mode; valid until the next call.
    /// - Parameters:
    ///   - noise: [samples, dimension].
    ///   - change: of what is added to it.
    ///   - random: of the generator's random layers.
    func near(
        _ noise: UnsafePointer<Float>, change: RandomAddress, random: RandomAddress, workers: Workers
    ) -> UnsafePointer<Float> {
        Random.fillNormal(
            self.noise.pointer, count: self.noise.count, deviation: Float(rule.entry.deviation), at: change,
            workers: workers)
        Elementwise.add(noise, self.noise.pointer, into: self.noise.pointer, count: self.noise.count, workers: workers)
        return generator.forward(self.noise.pointer, rows: samples, mode: .training(random))
    }

    /// Takes what the discriminator sees of one side: generated samples, or those of changed noise.
    func take(_ rows: UnsafePointer<Float>, isChanged: Bool, workers: Workers) {
        let count = self.rows * row
        Elementwise.copy(rows, into: pairs.pointer + (isChanged ? count : 0), count: count, workers: workers)
    }

    /// Both sides, one after the other.
    var both: UnsafePointer<Float> { UnsafePointer(pairs.pointer) }

    /// The gradient of the discriminator's term by its outputs on both sides.
    func gradient(_ outputs: UnsafePointer<Float>, weight: Double) -> UnsafePointer<Float> {
        Consistency.writeGradient(outputs, count: rows, weight: weight, into: outputGradient.pointer)
        return UnsafePointer(outputGradient.pointer)
    }

    /// Adds the gradient of the generator's term by its samples, and takes the part of the other side back through the
    /// generator, whose gradients it is added to once `finish` is called.
    /// - Parameters:
    ///   - made: [samples, sample], beside those that `near` gave last.
    func driveApart(
        _ made: UnsafePointer<Float>, _ near: UnsafePointer<Float>, weight: Double,
        into gradient: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let count = sampleGradient.count
        let factor = Float(2 * weight / Double(count))
        // Of the changed samples: factor * (made - near).
        Elementwise.scale(made, by: factor, into: sampleGradient.pointer, count: count, workers: workers)
        Elementwise.accumulate(near, times: -factor, into: sampleGradient.pointer, count: count, workers: workers)
        Elementwise.accumulate(sampleGradient.pointer, times: -1, into: gradient, count: count, workers: workers)
    }

    /// Adds what the term gives the generator's parameters by way of the changed samples.
    func finish() {
        generator.backward(sampleGradient.pointer, parameters: .accumulate, inputGradient: false)
    }
}
