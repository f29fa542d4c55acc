import Foundation

/// Standard input, output and errors.
enum Descriptors {
    /// Opens those that are closed, the wrong way round, so that no file of results gets their numbers and whatever is
    /// written to them fails as it does while they are closed.
    static func occupy() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free is this one: those below were looked at before.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
