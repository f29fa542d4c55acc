/// A run that takes part in a comparison.
public struct ComparedRun: Hashable, Sendable {
    /// Of which experiment; the name of its folder.
    public let experiment: String
    public let result: RunResult

    public init(experiment: String, result: RunResult) {
        self.experiment = experiment
        self.result = result
    }
}
