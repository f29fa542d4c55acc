/// What is kept of a run besides its measurements.
public struct OutputSpec: Hashable, Sendable {
    /// Iterations between sample pictures; nil: only the last.
    public var samplesEvery: Int?
    /// Iterations between checkpoints; nil: only the last.
    public var checkpointEvery: Int?
    /// Of those, how many stay, the latest of them; nil: all.
    public var checkpointKeep: Int?
    /// Whether the checkpoint of the generator in which the judges proved least stays, too.
    public var checkpointBest = false
    /// Whether a file for TensorBoard is written.
    public var tensorboard = false
}

extension OutputSpec {
    static let form = SectionForm(
        "output", "What is kept besides the measurements.",
        details: """
            A run that was interrupted or killed continues from its last checkpoint, whatever stays: one is written
            every 30 seconds of training and before every fresh critic, and replaces the one before. A kill costs no
            more than that; the signal USR1 has every run in training write one at once.
            """,
        fields: [
            Field(
                "samples_every", \.samplesEvery, .integer(FieldRanges.anyCount), default: .null,
                "iterations between pictures of samples; default: only the last"),
            Field(
                "checkpoint_every", \.checkpointEvery, .integer(FieldRanges.anyCount), default: .null,
                "iterations between checkpoints that stay; only the last when left out"),
            Field(
                "checkpoint_keep", \.checkpointKeep, .integer(1...1_000_000), default: .null,
                "checkpoints of checkpoint_every that stay, the latest ones; all when left out"),
            Field(
                "checkpoint_best", \.checkpointBest, .boolean, absent: false,
                "whether the checkpoint stays in which the judges proved the least distance; they look every "
                    + "evaluation.critic.every iterations"),
            Field(
                "tensorboard", \.tensorboard, .boolean, absent: false,
                "whether every run's folder gets a file for TensorBoard: measurements, pictures, settings and verdict"),
        ],
        blank: OutputSpec(),
        example: "output: {samples_every: 1000, checkpoint_every: 1000, checkpoint_keep: 3}")
}
