import Diagnostics
import Formats
import Kernels
import Reporting
import Synchronization

/// The folder of one run and the files in it. What is written through it stands in its ledger, and at the end in the
/// run's record: a new file of results joins the others by being written here.
///
/// What each file is after a power loss, all writes being in the order of the calls:
///
/// | file | flushed | after a power loss |
/// |---|---|---|
/// | `config.yaml`, `metrics.csv` | before the first iteration, rows as they come | whole, up to a row that is cut |
/// | `critic.csv` and other tables | whole, each time | the version before or after |
/// | `samples/`, `checkpoints/` | each file, then its folder's names | there and whole, or not there |
/// | a checkpoint that was replaced | removed and flushed once the next is on disk | there or not until the run is
/// done |
/// | reports, `accuracy.png` | each before `status.json` | there and whole where the record says so |
/// | `status.json` | last | the version before or after: an unfinished run at worst |
/// | `timing.csv` | no | rows may be missing: nothing but the clock depends on it |
/// | `retrain` | before anything is removed | there: the run starts over; not there: nothing was removed |
/// | the folders | each with its name in the one above, when it is made | there before anything in them |
///
/// Of the files above the runs, `runs.csv`, `report.md`, `report.html` and judges are each the version before or
/// after, and
/// the next command writes them again from the runs' folders.
///
/// A run continues from its last sound checkpoint, which holds all tables: those in the folder are written again.
public struct RunFolder: Sendable {
    public let path: String
    let ledger = FileLedger()
    /// Where this is there, what is written waits in it.
    private var staged: StagedFiles?

    public init(_ path: String) { self.path = path }

    /// The run's id.
    public var name: String { FilePath.name(path) }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    // MARK: Writing

    func write(_ bytes: [UInt8], to name: String) throws(FileError) {
        if let staged { return staged.put(bytes, name) }
        try AtomicFile.write(bytes, to: file(name))
        ledger.note(bytes, as: name)
    }

    /// Writes a file piece by piece; where files are staged, it is whole in memory all the same.
    func write(_ stream: SafetensorsStream, to name: String) throws(FileError) {
        if let staged { return staged.put(stream.made.bytes, name) }
        var hash = ContentHash()
        try AtomicFile.writePieces(to: file(name)) { (write) throws(FileError) in
            try stream.write { (piece) throws(FileError) in
                hash.take(piece)
                try write(piece)
            }
        }
        ledger.note(FileEntry(bytes: stream.byteCount, hash), as: name)
    }

    func write(_ text: String, to name: String) throws(FileError) { try write(Array(text.utf8), to: name) }

    /// Adds rows to a table that was written before: all of them or, where the disk is full, none.
    func append(_ table: CSVTable, to name: String) throws(FileError) {
        let rows = table.rows.map(CSVTable.line).joined()
        try AtomicFile.append(rows, to: file(name))
        ledger.append(Array(rows.utf8), to: name)
    }

    func remove(_ name: String) throws(FileError) {
        if let staged { return staged.put(nil, name) }
        try AtomicFile.remove(file(name))
        ledger.forget(name)
    }

    /// The same folder, whose files change once all of them are made: when `commit` is called.
    func staging() -> RunFolder {
        var folder = self
        folder.staged = StagedFiles()
        return folder
    }

    func commit(_ staging: RunFolder) throws(FileError) {
        for (name, content) in staging.staged?.all ?? [] {
            if let content { try write(content, to: name) } else { try remove(name) }
        }
    }

    /// Makes the folder and those inside it, empty of what an earlier attempt left unless `keeping`.
    func prepare(keeping: Bool) throws(FileError) {
        if !keeping {
            // Killed in the middle, it must not be taken up from what it had.
            for name in ["checkpoints", RunRecord.name] { try Folder.remove(file(name)) }
            // The folder itself stays: whoever trains has locked it.
            for name in try Folder.names(in: path) { try Folder.remove(file(name)) }
        }
        for folder in Self.subfolders { try Folder.make(file(folder)) }
        try removeUnfinished()
    }

    /// Removes pictures, checkpoints and the like that are not in the ledger: the run goes on from before they were
    /// made.
    func removeWhatFollows() throws(FileError) {
        let known = ledger.entries
        for folder in Self.subfolders {
            for name in try Folder.names(in: file(folder)) where name.hasPrefix("iteration-") {
                if known["\(folder)/\(name)"] == nil { try remove("\(folder)/\(name)") }
            }
        }
    }

    /// Removes what a killed program was writing. Nobody else may be writing into the folder.
    func removeUnfinished() throws(FileError) {
        for folder in [path] + Self.subfolders.map(file) { try AtomicFile.removeUnfinished(in: folder) }
    }

    /// Whether there are files that a program is writing, or was writing when it was killed.
    func hasUnfinished() throws(FileError) -> Bool {
        for folder in [path] + Self.subfolders.map(file) where try AtomicFile.hasUnfinished(in: folder) { return true }
        return false
    }

    // MARK: How far the run came

    /// What the folder says of the run.
    enum State: Sendable {
        /// Not started, or to start over.
        case untouched
        /// To be continued from a checkpoint, if there is one, or trained from the beginning. No record: killed.
        case unfinished(RunRecord?)
        case finished(RunRecord)
        /// Finished, but some files are not as they were written.
        case damaged(RunRecord, [FileProblem])
        /// `status.json` is there and is no record.
        case unreadable

        /// What is wrong with the files, in words.
        var problems: [String] {
            switch self {
            case .untouched, .unfinished, .finished: []
            case .damaged(_, let problems): problems.map(\.description)
            case .unreadable: ["\(RunRecord.name) is damaged"]
            }
        }
    }

    /// - Throws: where something cannot be read, which says nothing of the run.
    func state() throws(FileError) -> State {
        if try isToBeginAnew() { return .untouched }
        guard let content = try AtomicFile.readIfThere(file(RunRecord.name)) else {
            return try checkpoints().isEmpty ? .untouched : .unfinished(nil)
        }
        guard let record = RunRecord(content) else { return .unreadable }
        guard record.status.isFinal else { return .unfinished(record) }
        let problems = try record.files?.problems(in: path) ?? []
        return problems.isEmpty ? .finished(record) : .damaged(record, problems)
    }

    /// nil where the run has not been started, is to start over, or was killed before it could say anything; where the
    /// record cannot be trusted, too.
    public func record() throws(FileError) -> RunRecord? {
        guard try !isToBeginAnew(), let content = try AtomicFile.readIfThere(file(RunRecord.name)) else { return nil }
        return RunRecord(content)
    }

    /// Ends what was written so far: the record names every file in the ledger.
    func write(_ status: RunStatus, iteration: Int, message: String?) throws {
        let record = RunRecord(status: status, iteration: iteration, message: message, files: ledger.entries)
        try AtomicFile.write(record.bytes(), to: file(RunRecord.name))
    }

    /// Changes whenever the run's record does.
    func stamp() throws(FileError) -> RecordStamp {
        RecordStamp(record: try Folder.stamp(file(RunRecord.name)), isToBeginAnew: try isToBeginAnew())
    }

    /// Has the run start over when it is trained next, whoever does that. Until then nothing of it is lost.
    func beginAnew() throws(FileError) {
        if try Folder.kind(path) != nil { try AtomicFile.write("", to: file(Self.retrain)) }
    }

    /// Whether what is there is to be trained again.
    func isToBeginAnew() throws(FileError) -> Bool { try Folder.kind(file(Self.retrain)) != nil }

    static let retrain = "retrain"

    // MARK: Checkpoints

    /// Iterations of the checkpoints that were written or taken up, in rising order.
    var writtenCheckpoints: [Int] {
        ledger.entries.keys.compactMap { Self.iteration(of: $0, in: "checkpoints/", ".safetensors") }.sorted()
    }

    /// Iterations of the checkpoints that the run can go on from, in rising order.
    func checkpoints() throws(FileError) -> [Int] {
        try isToBeginAnew() ? [] : iterations(in: "checkpoints", ".safetensors")
    }

    /// Of the files `iteration-N` with this ending, in rising order.
    func iterations(in folder: String, _ ending: String) throws(FileError) -> [Int] {
        try Folder.names(in: file(folder)).compactMap { Self.iteration(of: $0, ending) }.sorted()
    }

    private static func iteration(of name: String, in folder: String = "", _ ending: String) -> Int? {
        let start = folder + "iteration-"
        guard name.hasPrefix(start), name.hasSuffix(ending),
            let iteration = Int(name.dropFirst(start.count).dropLast(ending.count)),
            name == "\(start)\(iteration)\(ending)"
        else { return nil }
        return iteration
    }

    func checkpoint(_ iteration: Int) -> String { file(Self.checkpointName(iteration)) }

    static func checkpointName(_ iteration: Int) -> String { "checkpoints/iteration-\(iteration).safetensors" }
    static func pictureName(_ iteration: Int) -> String { "samples/iteration-\(iteration).png" }
}

/// Tells records of a run apart without reading them.
struct RecordStamp: Hashable, Sendable {
    /// nil: there is none.
    let record: FileStamp?
    let isToBeginAnew: Bool
}

/// Files that are to be written together, in order; nil: to be removed.
private final class StagedFiles: Sendable {
    private let files = Mutex<[(name: String, content: [UInt8]?)]>([])

    func put(_ content: [UInt8]?, _ name: String) { files.withLock { $0.append((name, content)) } }

    var all: [(name: String, content: [UInt8]?)] { files.withLock { $0 } }
}
