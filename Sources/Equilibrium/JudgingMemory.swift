import Configuration
import Datasets
import Kernels

/// Bytes that judging takes at its peak, beside the run and its data, which stay in memory meanwhile.
public enum JudgingMemory {
    /// - Parameters:
    ///   - shape: of a sample.
    ///   - data: what is known of it.
    public static func byteCount(
        _ spec: RunSpec, shape: [Int], data: DataTraits, training: Int, heldOut: Int, critic: FreshCritic
    ) -> Int {
        func sizes(generated: Int) -> JudgingSizes {
            JudgingSizes(
                training: training, heldOut: heldOut, generated: generated, shape: shape,
                noise: spec.noise.dimension)
        }
        let metrics = Metrics.metrics(spec.evaluation.metrics, of: data)
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
