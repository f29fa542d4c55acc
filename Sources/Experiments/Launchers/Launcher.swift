import Configuration

/// How the runs of a session are trained: in which processes and threads, on which machines, and how many at a time. No
/// result depends on it.
///
/// A new one is a file here and a word in `Launchers.registry`; `saddle run --launcher` and a file's `launcher` take
/// its name.
public protocol Launcher: Entry {}

/// Trains runs in this process.
public protocol TrainingLauncher: Launcher {
    /// Trains the runs of a queue until none is left.
    /// - Parameter handle: told what happens, on the calling thread. Where it throws, the runs in training are saved
    ///   and the first of its errors is thrown.
    func launch(_ queue: RunQueue, _ options: TrainingOptions, _ handle: (SessionEvent) throws -> Void) throws
}

/// Has the tasks of a plan trained by a cluster, which goes on when this program has ended.
public protocol SubmittingLauncher: Launcher {
    /// What is to be done, in words and commands.
    func script(_ work: SubmittedWork) throws -> String

    /// Submits the runs that nobody is training or will train.
    /// - Returns: what was done, in words.
    func submit(_ work: SubmittedWork) throws -> String

    /// Waits until nothing that was submitted for a plan is left.
    /// - Parameter report: told how much is left, now and then.
    func wait(for plan: RunPlan, isInterrupted: () -> Bool, report: (String) -> Void) throws
}

/// Runs of a plan that are to be trained, and the command line of a task.
public struct SubmittedWork {
    public let plan: RunPlan
    /// Indices of the runs that are not done.
    public let missing: [Int]
    /// The program, by its path on every machine.
    public let program: String
    /// What each task's command ends with.
    public let arguments: [String]

    public init(_ plan: RunPlan, missing: [Int], program: String, arguments: [String]) {
        self.plan = plan
        self.missing = missing
        self.program = program
        self.arguments = arguments
    }
}

public enum Launchers {
    public static let registry = Registry<any Launcher>(.launchers, [InOrder.self, SideBySide.self, Slurm.self])

    /// - Parameter jobs: runs to be trained at a time.
    static func usual(jobs: Int) -> any TrainingLauncher { jobs > 1 ? SideBySide() : InOrder() }
}
