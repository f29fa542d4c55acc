import Engine
import Kernels
import Networks

/// What the path length regularizer takes: noise over the samples, the norms of its products with their Jacobians, and
/// the passes that differentiate these.
final class PathLengths {
    let rule: Scheduled<PathLength>
    private let penalty: GradientPenalty
    private let weights: FloatBuffer
    private let lengths: UnsafeMutablePointer<Double>
    private let samples: Int
    private let deviation: Float

    /// - Parameters:
    ///   - generator: in its own updates.
    ///   - samples: of an update.
    init(_ rule: Scheduled<PathLength>, _ generator: Execution, samples: Int) {
        self.rule = rule
        self.samples = samples
        let shape = generator.network.graph.output
        penalty = GradientPenalty(generator, rows: samples)
        weights = FloatBuffer(count: samples * shape.count)
        lengths = .allocate(capacity: samples)
        lengths.initialize(repeating: 0, count: samples)
        deviation = 1 / (Float(shape.count) / Float(shape.channels)).squareRoot()
    }

    deinit { lengths.deallocate() }

    /// Bytes of all arrays.
    static func byteCount(_ generator: Graph, samples: Int) -> Int {
        GradientPenalty.byteCount(generator, rows: samples) + samples * (4 * generator.output.count + 8)
    }

    /// Adds the term's gradient to the generator's, after a backward pass.
    /// - Parameters:
    ///   - factor: of the term; 0: only the running mean follows.
    ///   - mean: the running mean.
    func addGradient(
        at address: RandomAddress, factor: Double, mean: UnsafeMutablePointer<Double>, workers: Workers
    ) {
        Random.fillNormal(
            weights.pointer, count: weights.count, deviation: deviation, at: address, workers: workers)
        penalty.takeLengths(weights.pointer, rows: samples, into: lengths)
        rule.entry.follow(lengths, count: samples, mean: mean)
        guard factor > 0 else { return }
        for i in 0..<samples { lengths[i] *= factor }
        penalty.addGradient(lengths, rows: samples)
    }
}
