import Diagnostics
import Foundation

/// Keeps two programs from training into the same experiment's folder at once. The system lets go of the lock when
/// the program ends, however it ends.
final class ResultsLock {
    private let descriptor: Int32

    /// Creates the folder if need be.
    init(folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: folder]) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw DiagnosticError([
                Diagnostic(
                    "another saddle is training into '\(folder)'",
                    help: "wait until it ends, or give another folder with --results")
            ])
        }
    }

    deinit { close(descriptor) }
}
