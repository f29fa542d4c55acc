/// What became of one run of a session, trained now or before.
public struct SessionResult: Sendable {
    public let label: RunLabel
    public let folder: String
    public let outcome: RunOutcome

    init(_ entry: QueuedRun, _ outcome: RunOutcome) {
        label = entry.label
        folder = entry.folder.path
        self.outcome = outcome
    }
}
