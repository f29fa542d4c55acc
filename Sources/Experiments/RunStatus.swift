/// How far a run came. The word in `status.json` is the truth about a run folder; all else is derived.
public enum RunStatus: String, Codable, Sendable {
    /// Trained to the last iteration.
    case complete
    /// Ended before the last iteration by a guard of `training.stop`; the message says which.
    case stopped
    /// A loss, a gradient or a parameter stopped being finite. The same run would do so again, so it is not repeated.
    case diverged
    /// Stopped by the user: the next call continues it from its checkpoint.
    case interrupted
    /// Something outside the run failed (a full disk, an unreadable file): the next call tries again.
    case failed

    /// Whether there is nothing left to do for the run.
    public var isFinal: Bool { self == .complete || self == .stopped || self == .diverged }
}

/// What became of one run of a session.
public struct RunOutcome: Sendable {
    public let status: RunStatus
    /// Why, unless complete.
    public let message: String?
    public let seconds: Double
}
