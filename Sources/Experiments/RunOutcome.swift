import Reporting

/// What became of one run of a session.
public struct RunOutcome: Sendable {
    public let status: RunStatus
    /// Why, unless complete.
    public let message: String?
    public let seconds: Double

    init(status: RunStatus, message: String?, seconds: Double) {
        self.status = status
        self.message = message
        self.seconds = seconds
    }

    /// Of a run that was done before.
    init(_ record: RunRecord) { self.init(status: record.status, message: record.message, seconds: 0) }

    /// Of a run that another program is training.
    static let elsewhere = RunOutcome(
        status: .elsewhere, message: "another saddle is training it", seconds: 0)
}
