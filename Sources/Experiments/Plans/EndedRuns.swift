import Diagnostics
import Foundation
import Reporting

/// What the tasks of a plan tell each other: which of its runs have ended, and each one's row of `runs.csv`. So the
/// task that ends last knows that it is the last, and makes the tables without a look into every run's folder.
///
/// `PLAN.ended` has a character for each run, `x` once it has ended, and their number behind them. `PLAN.rows` has a
/// line of JSON for each end, the last one of a run counting. Nothing is lost with them: `saddle run FILE` makes the
/// tables from the runs' folders. Both are written while `PLAN.ended` is locked: on NFS a lock of a file holds between
/// machines, and one of a folder does not.
struct EndedRuns {
    /// A run's row, and the record that it was made from.
    struct Row: Codable {
        let index: Int
        /// A table of one row, under its header; nil where nothing can be said of the run.
        let table: String?
        let record: FileStamp?
        /// The text of the folder's `RunStamp`, where the run is done and its files were as they were written.
        var whole: String?
    }

    private let plan: RunPlan
    private let marks: String
    private let rowsPath: String

    init(_ plan: RunPlan) {
        self.plan = plan
        let stem = plan.path.hasSuffix(".jsonl") ? String(plan.path.dropLast(6)) : plan.path
        marks = "\(stem).ended"
        rowsPath = "\(stem).rows"
    }

    /// Notes that a run has ended.
    /// - Returns: whether all have.
    func add(_ index: Int, _ found: FoundRun) throws -> Bool {
        let row = Row(
            index: index, table: found.row.map { RunsTable.table([$0]).text }, record: found.stamp?.record,
            whole: found.whole?.text)
        try prepare()
        let file = open(marks, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { throw FileError(path: marks, code: errno) }
        defer { close(file) }
        // Where a file system knows no locks, the folder's is all there is.
        while flock(file, LOCK_EX) != 0, errno == EINTR {}
        try AtomicFile.append(try JSONLine.text(row), to: rowsPath, flushed: false)
        return try mark(index, in: file) == plan.count
    }

    /// Makes both files, unless they are there. Whoever writes the plan does so before there are tasks.
    func prepare() throws(FileError) {
        if try Folder.kind(rowsPath) == nil { try AtomicFile.write("", to: rowsPath) }
        if try Folder.kind(marks) == nil {
            try AtomicFile.write(String(repeating: ".", count: plan.count) + Self.text(0), to: marks)
        }
    }

    /// The rows so far, by index.
    func rows() throws -> [Int: Row] {
        var rows: [Int: Row] = [:]
        for line in try AtomicFile.readIfThere(rowsPath)?.split(separator: UInt8(ascii: "\n")) ?? [] {
            // A task that was killed may have left half a line.
            guard let row: Row = JSONLine.read(line) else { continue }
            rows[row.index] = row
        }
        return rows
    }

    /// - Returns: how many are marked.
    private func mark(_ index: Int, in file: Int32) throws(FileError) -> Int {
        func read(_ count: Int, at offset: Int) throws(FileError) -> String {
            var bytes = [UInt8](repeating: 0, count: count)
            guard pread(file, &bytes, count, offset) == count else { throw FileError(path: marks, code: errno) }
            return String(decoding: bytes, as: UTF8.self)
        }
        func write(_ text: String, at offset: Int) throws(FileError) {
            let bytes = Array(text.utf8)
            guard pwrite(file, bytes, bytes.count, offset) == bytes.count else {
                throw FileError(path: marks, code: errno)
            }
        }
        var count = Int(try read(Self.digits, at: plan.count)) ?? 0
        if try read(1, at: index) != "x" {
            count += 1
            // The number first: killed in between, it is too high, which the one who takes it for all will see.
            try write(Self.text(count), at: plan.count)
            try write("x", at: index)
        }
        guard count >= plan.count else { return count }
        let marked = try read(plan.count, at: 0).utf8.count { $0 == UInt8(ascii: "x") }
        if marked != count { try write(Self.text(marked), at: plan.count) }
        return marked
    }

    private static let digits = 10

    private static func text(_ count: Int) -> String {
        let text = String(count)
        return String(repeating: "0", count: digits - text.count) + text + "\n"
    }
}
