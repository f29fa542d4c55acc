import Engine
import Kernels
import Networks

/// What the path length regularizer takes: noise over the samples, the norms of its products with their Jacobians, and
/// the passes that differentiate these.
final class PathLengths {
    let rule: PathLength
    private let penalty: GradientPenalty
    private let weights: FloatBuffer
    private let lengths: UnsafeMutablePointer<Double>
    private let samples: Int
    private let deviation: Float

    /// - Parameters:
    ///   - generator: in its own updates.
    ///   - samples: of an update.
    init(_ rule: PathLength, _ generator: Execution, samples: Int) {
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
    /// - Parameter mean: the running mean, which follows.
    func addGradient(at address: RandomAddress, mean: UnsafeMutablePointer<Double>, workers: Workers) {
        Random.fillNormal(
            weights.pointer, count: weights.count, deviation: deviation, at: address, workers: workers)
        penalty.takeLengths(weights.pointer, rows: samples, into: lengths)
        rule.follow(lengths, count: samples, mean: mean)
        penalty.addGradient(lengths, rows: samples)
    }
}
