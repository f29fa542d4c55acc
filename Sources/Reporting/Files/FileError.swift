import Foundation

/// A file or folder that could not be read or written: the path, and the system's reason.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: String
    /// Whether there is nothing at the path, which is an answer where a file may be missing.
    public let isMissing: Bool
    /// Whether nobody may write there, which is as it should be where nothing is to be written.
    public let isRefused: Bool

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
        (isMissing, isRefused) = (false, false)
    }

    /// - Parameter code: of the system's call that failed.
    public init(path: String, code: Int32) {
        self.path = path
        let reason = String(cString: strerror(code))
        self.reason = reason.prefix(1).lowercased() + reason.dropFirst()
        isMissing = Self.isOfMissing(code)
        isRefused = [EROFS, EACCES, EPERM].contains(code)
    }

    /// Whether the code of a failed call says that nothing is there.
    static func isOfMissing(_ code: Int32) -> Bool { code == ENOENT || code == ENOTDIR }

    public var description: String { "\(path): \(reason)" }
}
