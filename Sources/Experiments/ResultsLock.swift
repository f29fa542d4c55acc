import Diagnostics
import Foundation
import Reporting

/// Keeps two programs from writing into the same experiment's folder at once. The system lets go of the lock when
/// the program ends, however it ends.
final class ResultsLock {
    private let descriptor: Int32

    /// Creates the folder if need be.
    init(folder: String) throws(DiagnosticError) {
        do { try Folder.make(folder) } catch { throw Self.unusable(error) }
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unusable(FileError(path: folder, code: errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw Self.unusable(FileError(path: folder, code: code)) }
            throw DiagnosticError(
                Diagnostic(
                    "another saddle is writing into '\(folder)'",
                    help: "wait until it ends, or train into another folder of results"))
        }
    }

    private static func unusable(_ error: FileError) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                "'\(error.path)' cannot be a folder of results: \(error.reason)",
                help: "give another folder with --results"))
    }

    deinit { close(descriptor) }
}
