import Reporting

/// What became of one run of a session.
public struct RunOutcome: Sendable {
    public let status: RunStatus
    /// Why, unless complete.
    public let message: String?
    public let seconds: Double
}
