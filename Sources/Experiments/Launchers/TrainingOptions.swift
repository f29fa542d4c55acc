/// What is asked of all runs of a session, as those who train them are told.
public struct TrainingOptions: Sendable {
    /// Of all jobs together, which share them evenly.
    public let threads: Int
    /// Runs trained at a time. No result depends on it.
    public let jobs: Int
    /// Whether every run begins at its beginning.
    public let fresh: Bool
    /// Whether checkpoints of another build, whose numbers may differ, are continued.
    public let anyBuild: Bool
    /// What writes the runs' files.
    public let sinks: [any Sink.Type]
}
