import Diagnostics
import Foundation
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
        /// As in the folder's `RunStamp`.
        fileprivate let tables: UInt64, inside: UInt64

        /// - Parameter stamp: of the whole folder.
        public init(run: String, status: RunStatus, message: String?, stamp: RunStamp) {
            self.init(
                run: run, status: status, message: message, tables: stamp.tables, inside: stamp.inside ?? 0)
        }

        fileprivate init(run: String, status: RunStatus, message: String?, tables: UInt64, inside: UInt64) {
            self.run = run
            self.status = status
            self.message = message
            self.tables = tables
            self.inside = inside
        }

        public func describes(_ stamp: RunStamp?) -> Bool {
            guard let stamp else { return false }
            return stamp.tables == tables && stamp.inside ?? inside == inside
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
        let tail = "= 0123456789abcdef\n".utf8.count
        let end = bytes.count - tail
        guard end > 0, bytes[end - 1] == Self.lineEnd,
            bytes[end...].elementsEqual(
                "= \(Checksum.text(bytes.withUnsafeBytes { ContentHash.hash(.init(rebasing: $0[..<end])) }))\n".utf8),
            let headEnd = bytes.firstIndex(of: Self.lineEnd)
        else { return nil }
        let first = String(decoding: bytes[..<headEnd], as: UTF8.self)
        guard first.hasPrefix(Self.head) else { return nil }
        var entries: [Entry] = []
        entries.reserveCapacity(bytes.count / 128)
        let isSound = bytes.withUnsafeBufferPointer { bytes in
            var (start, known) = (headEnd + 1, RunStatus.complete)
            while start < end {
                let lineEnd = bytes[start..<end].firstIndex(of: Self.lineEnd) ?? end
                guard let entry = Self.entry(UnsafeBufferPointer(rebasing: bytes[start..<lineEnd]), &known) else {
                    return false
                }
                entries.append(entry)
                start = lineEnd + 1
            }
            return true
        }
        guard isSound else { return nil }
        self.entries = entries
        table = FileStamp(text: first.dropFirst(Self.head.count))
    }

    private static let (lineEnd, tab) = (UInt8(ascii: "\n"), UInt8(ascii: "\t"))

    /// - Parameter known: the status of the line before, which is usually that of the next.
    private static func entry(_ line: UnsafeBufferPointer<UInt8>, _ known: inout RunStatus) -> Entry? {
        guard let name = line.firstIndex(of: tab), let status = line[(name + 1)...].firstIndex(of: tab),
            let stamp = line[(status + 1)...].firstIndex(of: tab), stamp - status == 33,
            let tables = number(line[(status + 1)..<(status + 17)]), let inside = number(line[(status + 17)..<stamp])
        else { return nil }
        if !line[(name + 1)..<status].elementsEqual(known.rawValue.utf8) {
            guard let other = RunStatus(rawValue: String(decoding: line[(name + 1)..<status], as: UTF8.self)) else {
                return nil
            }
            known = other
        }
        let message = line[(stamp + 1)...]
        return Entry(
            run: String(decoding: line[..<name], as: UTF8.self), status: known,
            message: message.isEmpty ? nil : unescaped(String(decoding: message, as: UTF8.self)), tables: tables,
            inside: inside)
    }

    /// Of sixteen hexadecimal digits.
    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: number = number << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: number = number << 4 | UInt64(digit - 0x57)
            default: return nil
            }
        }
        return number
    }

    private static let head = "saddle checked 2 "

    /// Writes them into an experiment's folder, while that is locked.
    public func write(in experiment: String) throws(FileError) {
        var text = Self.head + (table?.text ?? "") + "\n"
        for entry in entries {
            text += "\(entry.run)\t\(entry.status.rawValue)\t"
            text += Checksum.text(entry.tables) + Checksum.text(entry.inside)
            text += "\t\(entry.message.map(Self.escaped) ?? "")\n"
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
            // In their own order, usually.
            let isNext = index < entries.count && Self.ends(folders[index], with: entries[index].run)
            let entry = isNext ? entries[index] : known[FilePath.name(folders[index])]
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

    /// Whether a folder has this name.
    private static func ends(_ folder: String, with name: String) -> Bool {
        var (folder, name) = (folder, name)
        return folder.withUTF8 { folder in
            name.withUTF8 { name in
                let start = folder.count - name.count
                guard start > 0, folder[start - 1] == UInt8(ascii: "/"), let end = folder.baseAddress,
                    let name = name.baseAddress
                else { return false }
                return memcmp(end + start, name, folder.count - start) == 0
            }
        }
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
