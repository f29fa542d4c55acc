import Foundation
import Reporting

/// Keeps other programs out of a folder. The system releases the lock when the program ends, however it ends.
///
/// A run's folder is locked while the run is trained or its report is made again, so that several programs can share a
/// sweep. The experiment's folder is locked while what all runs share is written: `runs.csv`, pages, judges.
final class FolderLock {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Others hold a run's folder for milliseconds where they only look at it.
    static let patience = Duration.milliseconds(300)

    /// The lock of a folder that is there.
    /// - Returns: nil where another program holds it for longer than `patience`.
    static func take(_ path: String, patience: Duration = .zero) throws(FileError) -> FolderLock? {
        let end = ContinuousClock.now + patience
        while true {
            if let lock = try attempt(path, LOCK_EX | LOCK_NB) { return lock }
            guard ContinuousClock.now < end else { return nil }
            usleep(10_000)
        }
    }

    /// The lock of a folder that is there, once whoever else has it lets go.
    static func wait(for path: String) throws(FileError) -> FolderLock {
        while true { if let lock = try attempt(path, LOCK_EX) { return lock } }
    }

    /// - Returns: nil where another program has the lock, or the wait was interrupted by a signal.
    private static func attempt(_ path: String, _ operation: Int32) throws(FileError) -> FolderLock? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
        guard flock(descriptor, operation) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK || code == EINTR else { throw FileError(path: path, code: code) }
            return nil
        }
        return FolderLock(descriptor)
    }
}
