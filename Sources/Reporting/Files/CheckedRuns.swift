import Diagnostics
import Kernels

/// Runs of a large sweep that are done, and whose files were all found as they were written: in a file over the runs,
/// so that a sweep of a hundred thousand need not be read whole to see that nothing is left to do.
///
/// A run counts as checked as long as its folder's `RunStamp` is the one that stands here. Whatever is not is looked at
/// file by file, and so is every run where the file is missing or damaged. `saddle verify` reads everything, and
/// removes this file where it finds something, so that the next `saddle run` reads everything, too.
///
///     saddle checked 2 TABLE        the stamp of the runs.csv that holds the runs' rows
///     NAME STATUS STAMP MESSAGE     separated by tabs
///     = CHECKSUM                    of all before
public struct CheckedRuns: Sendable {
    public static let name = "checked.tsv"
    /// Runs of a sweep whose files are read each time, at most.
    public static let mostRead = 1000

    public struct Entry: Hashable, Sendable {
        public let run: String
        public let status: RunStatus
        public let message: String?
        /// The text of the folder's `RunStamp`.
        let stamp: String

        public init(run: String, status: RunStatus, message: String?, stamp: RunStamp) {
            self.init(run: run, status: status, message: message, text: stamp.text)
        }

        fileprivate init(run: String, status: RunStatus, message: String?, text: String) {
            self.run = run
            self.status = status
            self.message = message
            stamp = text
        }

        public func describes(_ stamp: RunStamp?) -> Bool {
            guard let stamp else { return false }
            return stamp.isOfTables ? self.stamp.hasPrefix(stamp.text) : self.stamp == stamp.text
        }
    }

    /// In the order of the table.
    public let entries: [Entry]
    /// Of the table of runs that holds a row for each of them; nil: it is not known which does.
    public private(set) var table: FileStamp?

    public init(_ entries: [Entry] = [], table: FileStamp? = nil) {
        self.entries = entries
        self.table = table
    }

    /// Those of an experiment's folder; none where the file says nothing that can be relied on.
    public init(in experiment: String) {
        do {
            self = try AtomicFile.readIfThere("\(experiment)/\(Self.name)").flatMap(Self.init(reading:)) ?? Self()
        }  // What cannot be read here is read run by run, and says then why.
        catch { self.init() }
    }

    private init?(reading bytes: [UInt8]) {
        let lineEnd = UInt8(ascii: "\n")
        guard bytes.last == lineEnd, let end = bytes.dropLast().lastIndex(of: lineEnd),
            String(decoding: bytes[(end + 1)...], as: UTF8.self) == "= \(ContentHash.text(Array(bytes[...end])))\n"
        else { return nil }
        var lines = bytes[..<end].split(separator: lineEnd, omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst().map({ String(decoding: $0, as: UTF8.self) }), first.hasPrefix(Self.head)
        else {
            return nil
        }
        var entries: [Entry] = []
        entries.reserveCapacity(lines.count)
        for line in lines {
            let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard cells.count == 4, let status = RunStatus(rawValue: String(decoding: cells[1], as: UTF8.self)) else {
                return nil
            }
            entries.append(
                Entry(
                    run: String(decoding: cells[0], as: UTF8.self), status: status,
                    message: cells[3].isEmpty ? nil : Self.unescaped(String(decoding: cells[3], as: UTF8.self)),
                    text: String(decoding: cells[2], as: UTF8.self)))
        }
        self.entries = entries
        table = FileStamp(text: first.dropFirst(Self.head.count))
    }

    private static let head = "saddle checked 2 "

    /// Writes them into an experiment's folder, while that is locked.
    public func write(in experiment: String) throws(FileError) {
        var text = Self.head + (table?.text ?? "") + "\n"
        for entry in entries {
            text += "\(entry.run)\t\(entry.status.rawValue)\t\(entry.stamp)\t\(entry.message.map(Self.escaped) ?? "")\n"
        }
        text += "= \(ContentHash.text(Array(text.utf8)))\n"
        try AtomicFile.write(text, to: "\(experiment)/\(Self.name)")
    }

    /// Those whose folders are still as they were, by the runs' names.
    /// - Parameters:
    ///   - folders: of runs, in any order.
    ///   - isOfTables: whether records and tables are all that matters: what else changed is then not seen.
    public func standing(in folders: [String], isOfTables: Bool = false) throws(FileError) -> [Entry?] {
        guard !entries.isEmpty else { return folders.map { _ in nil } }
        let stamps = try RunStamp.stamps(of: folders, isOfTables: isOfTables)
        lazy var known = Dictionary(entries.map { ($0.run, $0) }, uniquingKeysWith: { first, _ in first })
        return folders.indices.map { index in
            let name = FilePath.name(folders[index])
            // In their own order, usually.
            let isNext = index < entries.count && entries[index].run == name
            let entry = isNext ? entries[index] : known[name]
            return entry.flatMap { $0.describes(stamps[index]) ? $0 : nil }
        }
    }

    /// Has an experiment's file speak of the table of runs as it now is: its rows of these runs are still theirs.
    /// - Parameter before: the table's stamp when they last were.
    public static func follow(_ before: FileStamp?, in experiment: String) throws(FileError) {
        let path = "\(experiment)/runs.csv"
        guard let before, try Folder.kind("\(experiment)/\(name)") != nil else { return }
        var checked = CheckedRuns(in: experiment)
        guard checked.table == before else { return }
        checked.table = try Folder.stamp(path)
        try checked.write(in: experiment)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }

    private static func unescaped(_ text: String) -> String {
        guard text.contains("\\") else { return text }
        var (result, isEscaped) = ("", false)
        for character in text {
            if isEscaped {
                result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}

extension FileStamp {
    fileprivate var text: String { "\(number) \(bytes) \(seconds) \(nanoseconds)" }

    fileprivate init?(text: Substring) {
        let parts = text.split(separator: " ")
        guard parts.count == 4, let number = UInt(parts[0]), let bytes = Int(parts[1]), let seconds = Int(parts[2]),
            let nanoseconds = Int(parts[3])
        else { return nil }
        self.init(number: number, bytes: bytes, seconds: seconds, nanoseconds: nanoseconds)
    }
}
