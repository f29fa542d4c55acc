import Foundation
import Reporting

#if canImport(Glibc)
    import Glibc
#endif

/// What the program's outputs can show. Colour is for a terminal whose user did not set NO_COLOR (no-color.org).
enum Terminal {
    static let isInteractive = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    static var colourOfErrors: Bool { isInteractive && allowsColour }

    private static var allowsColour: Bool {
        (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    }

    /// Characters in a line of standard error, 80 where nothing tells.
    static var width: Int { width(of: STDERR_FILENO) ?? 80 }

    /// Lines that standard error shows at a time, 24 where nothing tells.
    static var height: Int { size(of: STDERR_FILENO).map { Int($0.ws_row) } ?? 24 }

    /// Characters in a line of standard output; nil where it is not a terminal, and lines may be of any length.
    static var widthOfOutput: Int? { width(of: STDOUT_FILENO) }

    private static func width(of descriptor: Int32) -> Int? { size(of: descriptor).map { Int($0.ws_col) } }

    /// nil where it is not a terminal, or one that does not know its size.
    private static func size(of descriptor: Int32) -> winsize? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return size
    }

    /// Writes what a command has to say.
    /// - Throws: where it cannot all be written. Whoever closed a pipe has read enough.
    static func write(_ text: String) throws(FileError) { _ = try write(Array(text.utf8)) }

    /// Writes bytes.
    /// - Returns: whether somebody still reads.
    /// - Throws: where they cannot all be written.
    static func write(_ bytes: [UInt8]) throws(FileError) -> Bool {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EPIPE {
                return false
            } else if errno != EINTR {
                throw FileError(path: "standard output", code: errno)
            }
        }
        return true
    }

    /// A text that cannot be written, to a closed pipe or a full disk, is lost: nothing that is under way ends for it.
    static func writeError(_ text: String) {
        do { try FileHandle.standardError.write(contentsOf: Data(text.utf8)) } catch {}
    }
}
