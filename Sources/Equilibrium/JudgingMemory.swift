import Configuration
import Datasets
import Engine
import Kernels

/// Bytes that judging takes at its peak, beside the run and its data, which stay in memory meanwhile.
public enum JudgingMemory {
    /// - Parameters:
    ///   - shape: of a sample.
    ///   - data: what is known of it.
    ///   - areLevels: whether it is kept as bytes.
    ///   - passes: of the run, which share their memory with the critic's.
    public static func byteCount(
        _ spec: RunSpec, shape: [Int], data: DataTraits, areLevels: Bool, training: Int, heldOut: Int,
        critic: FreshCritic, beside passes: PassMemoryNeed
    ) -> Int {
        func sizes(generated: Int) -> JudgingSizes {
            JudgingSizes(
                training: training, heldOut: heldOut, generated: generated, shape: shape,
                noise: spec.noise.dimension, areLevels: areLevels, isText: data.kind == .text)
        }
        let metrics = Metrics.metrics(spec.evaluation.metrics, of: data)
        let examined = sizes(generated: Diversity.samples)
        let measured = sizes(generated: Metrics.samples(metrics))
        func most(_ judges: [any EvidenceJudge.Type]) -> Int { judges.map { $0.byteCount(examined) }.max() ?? 0 }
        // What the distances are made with is gone when the judges look at them.
        let pooled = max(
            SamplePool.byteCount(examined),
            SamplePool.distanceBytes(examined) + most(Judges.all.filter { !$0.isBeforePool }))
        let examining = max(
            critic.memoryBytes(examined, beside: passes),
            examined.generatedBytes
                + max(SamplePairs.byteCount(examined), pooled, most(Judges.all.filter { $0.isBeforePool })))
        // As many training samples stand in the generator's place: copies of some, or all of them.
        let copied = training > measured.generated ? measured.copiedBytes : 0
        let measuring = measured.generatedBytes + copied + (metrics.map { $0.byteCount(measured) }.max() ?? 0)
        return max(examining, measuring)
    }
}
