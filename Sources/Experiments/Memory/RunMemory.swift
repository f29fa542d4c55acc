import Configuration
import Datasets
import Equilibrium
import Training

/// Memory that a run takes, in bytes, as far as it is known before training. `Tests/Memory` holds it against what
/// experiments take.
public struct RunMemory: Sendable {
    /// The program, its libraries, what it knows of an experiment, and what reports and pictures take.
    static let program = 35_000_000

    /// Of the samples. Runs side by side on one dataset share them.
    public let data: Int
    /// Of the samples while they are read.
    let reading: Int
    /// Of the networks, their gradients, optimizers and batches.
    public let training: Int
    /// What comes on top where the run takes most: while the generator is judged, or a checkpoint is written.
    public let onTop: Int

    /// Of one run beside the data.
    var run: Int { training + onTop }

    /// Of a process that trains this run alone.
    public var total: Int { Self.program + max(reading, data + run) }

    init(_ spec: RunSpec, _ blueprint: Blueprint, _ critic: FreshCritic, _ profile: DataProfile) {
        let source = DatasetSources.registry.make(spec.data)
        data = profile.bytes
        reading = max(profile.readingBytes ?? 0, Int(source.loadingFactor * Double(data)))
        training = blueprint.memoryBytes(spec)
        let judging = JudgingMemory.byteCount(
            spec, shape: profile.shape, data: DataTraits(profile.kind, labels: source.labelKind),
            areLevels: profile.areLevels, training: profile.training, heldOut: profile.heldOut, critic: critic,
            beside: blueprint.passNeed(spec))
        // A tensor at a time is copied, into its file's order by way of another copy.
        onTop = max(judging, 2 * blueprint.largestTensorBytes)
    }
}
