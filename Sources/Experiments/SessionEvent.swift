import Equilibrium
import Reporting

/// What a session says while it works, for whoever shows it: a terminal, a log, a test.
public enum SessionEvent: Sendable {
    /// So many runs are trained at a time, since nobody said how many.
    case sideBySide(Int)
    /// The run was complete (or had diverged) before: nothing is trained.
    case skipped(RunLabel, RunStatus)
    /// Another program is training the run, which is left to it.
    case elsewhere(RunLabel)
    /// Something is wrong with the run's files, and what is done about it.
    case notice(RunLabel, String)
    /// Training begins, at an iteration above 0 where an interrupted run continues.
    case started(RunLabel, iteration: Int)
    case progress(RunProgress)
    /// Training is over: a fresh critic and the sample metrics judge the generator, which can take a while.
    case judging(RunLabel)
    case finished(RunLabel, RunOutcome)
}

/// Which run of how many.
public struct RunLabel: Sendable {
    public let experiment: String
    public let id: String
    /// Counts from 1.
    public let number: Int
    public let count: Int
}

public struct RunProgress: Sendable {
    public let label: RunLabel
    public let iteration: Int
    public let iterations: Int
    public let iterationsPerSecond: Double
    /// The latest evaluation; nil before the first.
    public let measurement: Measurement?

    public var secondsLeft: Double { Double(iterations - iteration) / max(iterationsPerSecond, 1e-9) }
}
