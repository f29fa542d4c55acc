import Foundation
import Kernels

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
    /// Another program is training the run. No record says so.
    case elsewhere

    /// Whether there is nothing left to do for the run.
    public var isFinal: Bool { self == .complete || self == .stopped || self == .diverged }
}

/// What `status.json` holds: how far a run came, and every file that it has written, the clock's left out.
public struct RunRecord: Codable, Hashable, Sendable {
    public static let name = "status.json"

    public let status: RunStatus
    public let iteration: Int
    /// Why, unless complete.
    public let message: String?
    /// By their names in the run's folder; nil in a record of an earlier version.
    public let files: [String: FileEntry]?
    /// Of the record as it is without a checksum; nil in a record of an earlier version.
    private var checksum: String?

    public init(status: RunStatus, iteration: Int, message: String?, files: [String: FileEntry]?) {
        self.status = status
        self.iteration = iteration
        self.message = message
        self.files = files
    }

    /// The content of `status.json`.
    public func bytes() throws -> [UInt8] {
        var record = self
        record.checksum = nil
        record.checksum = ContentHash.text(try record.encoded())
        return try record.encoded()
    }

    private func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// Reads `status.json`.
    /// - Returns: nil where the bytes are not those of a record. One of an earlier version, which has neither files nor
    /// a
    ///   checksum, is taken at its word.
    public init?(_ content: [UInt8]) {
        do {
            self = try JSONDecoder().decode(RunRecord.self, from: Data(content))
            if files == nil, checksum == nil { return }
            guard try bytes() == content else { return nil }
        } catch {
            return nil
        }
    }
}
