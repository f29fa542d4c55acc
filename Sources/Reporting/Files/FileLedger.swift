import Diagnostics
import Kernels
import Synchronization

/// What a file holds, by its length and a hash of its bytes.
public struct FileEntry: Codable, Hashable, Sendable {
    public let bytes: Int
    /// XXH64, as `xxhsum -H1` prints it.
    public let checksum: String

    public init(_ content: [UInt8]) {
        bytes = content.count
        checksum = ContentHash.text(content)
    }

    /// - Parameter hash: of that many bytes.
    public init(bytes: Int, _ hash: ContentHash) {
        self.bytes = bytes
        checksum = Checksum.text(hash.value)
    }

    /// Whether a file is that. It is read in pieces, and not at all where its length tells already.
    /// - Returns: nil where there is none.
    func describes(_ path: String) throws(FileError) -> Bool? {
        guard let stamp = try Folder.stamp(path) else { return nil }
        guard stamp.bytes == bytes else { return false }
        do {
            let file = try FilePieces(path)
            var hash = ContentHash()
            var count = 0
            while case let piece = try file.next(), !piece.isEmpty {
                hash.take(piece)
                count += piece.count
            }
            return FileEntry(bytes: count, hash) == self
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }
}

/// A file that is not what was written.
public enum FileProblem: Hashable, Sendable, CustomStringConvertible {
    case missing(String)
    case changed(String)

    public var name: String {
        switch self {
        case .missing(let name), .changed(let name): name
        }
    }

    public var isMissing: Bool { if case .missing = self { true } else { false } }

    public var description: String {
        switch self {
        case .missing(let name): "\(name) is missing"
        case .changed(let name): "\(name) is damaged"
        }
    }
}

extension [String: FileEntry] {
    /// The files, by their names in a folder, that are not there as they were written.
    /// - Throws: where one cannot be read, which says nothing of what is in it.
    public func problems(in folder: String) throws(FileError) -> [FileProblem] {
        var problems: [FileProblem] = []
        for (name, entry) in sorted(by: { $0.key < $1.key }) {
            switch try entry.describes("\(folder)/\(name)") {
            case nil: problems.append(.missing(name))
            case false?: problems.append(.changed(name))
            case true?: break
            }
        }
        return problems
    }
}

/// What was written into a folder, file by file. One ledger is shared by all copies of the value that names the folder.
public final class FileLedger: Sendable {
    private enum Written {
        case file(FileEntry)
        /// A table, which grows and is short: kept whole.
        case table([UInt8])
    }

    private let files = Mutex<[String: Written]>([:])

    public init() {}

    /// Tables are what an interrupted run goes on writing: a checkpoint holds them.
    private static func isTable(_ name: String) -> Bool { name.hasSuffix(".csv") }

    public func note(_ content: [UInt8], as name: String) {
        let written = Self.isTable(name) ? Written.table(content) : .file(FileEntry(content))
        files.withLock { $0[name] = written }
    }

    /// A file that is no table.
    public func note(_ entry: FileEntry, as name: String) { files.withLock { $0[name] = .file(entry) } }

    /// That a table has grown.
    public func append(_ content: [UInt8], to name: String) {
        files.withLock { files in
            guard case .table(var table) = files.removeValue(forKey: name) else { return }
            table += content
            files[name] = .table(table)
        }
    }

    public func forget(_ name: String) { files.withLock { $0[name] = nil } }

    /// Starts over from what an earlier program wrote.
    public func reset(to entries: [String: FileEntry]) {
        files.withLock { $0 = entries.mapValues { .file($0) } }
    }

    public var entries: [String: FileEntry] {
        files.withLock { files in
            files.mapValues { written in
                switch written {
                case .file(let entry): entry
                case .table(let content): FileEntry(content)
                }
            }
        }
    }

    /// The tables' contents by name.
    public var tables: [String: [UInt8]] {
        files.withLock { files in
            files.compactMapValues { written in
                if case .table(let content) = written { content } else { nil }
            }
        }
    }
}
