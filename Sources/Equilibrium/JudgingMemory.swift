import Configuration
import Datasets
import Kernels

/// What is compared when a generator is judged, in numbers: enough to say what memory it takes.
public struct JudgingSizes: Sendable {
    /// Samples of each kind.
    public let training: Int, heldOut: Int, generated: Int
    /// Values in a sample.
    public let size: Int

    /// Bytes of the generated samples.
    var generatedBytes: Int { 4 * generated * size }
}

/// Bytes that judging takes at its peak, beside the run and its data, which stay in memory meanwhile.
public enum JudgingMemory {
    /// - Parameter shape: of a sample.
    public static func byteCount(
        _ spec: RunSpec, shape: [Int], labels: DataTraits.Labels, training: Int, heldOut: Int, critic: FreshCritic
    ) -> Int {
        func sizes(generated: Int) -> JudgingSizes {
            JudgingSizes(training: training, heldOut: heldOut, generated: generated, size: shape.reduce(1, *))
        }
        let metrics = Metrics.metrics(spec.evaluation.metrics, of: DataTraits(shape: shape, labels: labels))
        let examined = sizes(generated: Diversity.samples)
        let measured = sizes(generated: Metrics.samples(metrics))
        let pooled = SamplePool.byteCount(examined) + (Judges.all.map { $0.byteCount(examined) }.max() ?? 0)
        let examining =
            examined.generatedBytes + max(critic.memoryBytes, SamplePairs.byteCount(examined), pooled)
        // As many training samples stand in the generator's place.
        let measuring = 2 * measured.generatedBytes + (metrics.map { $0.byteCount(measured) }.max() ?? 0)
        return max(examining, measuring)
    }
}
