import Configuration
import Datasets
import Equilibrium

/// How the runs of a session are trained: in which processes and threads, and how many at a time. No result depends on
/// it.
///
/// A new one is a file here and a word in `Launchers.all`; `saddle run --launcher` takes its name.
public protocol Launcher: Sendable {
    static var name: String { get }
    /// One line: what it is.
    static var summary: String { get }

    init(_ options: Session.Options)

    /// Trains the runs of a queue until none is left.
    /// - Parameter handle: told what happens, on the calling thread. Where it throws, the runs in training are saved
    /// and
    ///   the first of its errors is thrown.
    func launch(_ queue: RunQueue, _ handle: (SessionEvent) throws -> Void) throws
}

public enum Launchers {
    public static let all: [any Launcher.Type] = [InOrder.self, SideBySide.self]

    /// - Parameter jobs: runs to be trained at a time.
    static func usual(jobs: Int) -> any Launcher.Type { jobs > 1 ? SideBySide.self : InOrder.self }
}
