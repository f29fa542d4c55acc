import Configuration
import Diagnostics
import Reporting

/// The runs that lie in a folder of results: how far each came, and what it came to.
public struct RunsListing {
    private struct Entry {
        let path: String
        let status: String
        /// How far it came: "1,200", or "1,200 of 4,000" of one that goes on.
        let place: String?
        let row: RunResult?
        let note: RunNotes.Note
    }

    private var entries: [Entry] = []
    /// The rows of the experiment that was looked at last.
    private var table: (experiment: String, rows: [String: RunResult], notes: RunNotes)?

    /// - Parameter path: of results, of an experiment, or any folder of them.
    /// - Throws: where there are no runs.
    public init(_ path: String) throws {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard try Folder.kind(path) == .folder else {
            throw DiagnosticError(
                Diagnostic("'\(path)' is not a folder", help: "give a folder that saddle run wrote"))
        }
        try look(path, depth: 0)
        guard !entries.isEmpty else {
            throw DiagnosticError(Diagnostic("no runs in '\(path)'", help: "give a folder that saddle run wrote"))
        }
    }

    private mutating func look(_ path: String, depth: Int) throws {
        if try ExperimentFolder.holdsRun(path) { return entries.append(try entry(RunFolder(path))) }
        guard depth < 6 else { return }
        for name in try Folder.names(in: path) where try Folder.kind("\(path)/\(name)") == .folder {
            try look("\(path)/\(name)", depth: depth + 1)
        }
    }

    private mutating func entry(_ folder: RunFolder) throws -> Entry {
        let record = try folder.record()
        let beat = try RunUnderWay(folder)?.beat
        let known = try folder.isToBeginAnew() ? "to start over" : record?.status.rawValue ?? "no record"
        let (rows, notes) = try table(of: folder.experiment)
        let row = try rows[folder.name] ?? ownRow(folder, record)
        return Entry(
            path: folder.path, status: beat == nil ? known : RunResult.running,
            place: beat?.place ?? (record?.iteration ?? row?.iteration).map(NumberText.grouped), row: row,
            note: notes[folder.name])
    }

    /// What its own files say of a run that is done and stands in no table: `runs.csv` shows a sweep as it stands, and
    /// a later call may have swept otherwise.
    private func ownRow(_ folder: RunFolder, _ record: RunRecord?) throws -> RunResult? {
        guard record?.status.isFinal == true, try Folder.kind(folder.file(MetricsFile.name)) != nil else {
            return nil
        }
        // Another run's damage, of which `saddle verify` tells, is no reason to list none.
        do throws(DiagnosticError) { return try ComparisonSources.runs(at: [folder.path]).first?.result } catch {
            return nil
        }
    }

    private mutating func table(of experiment: ExperimentFolder) throws -> ([String: RunResult], RunNotes) {
        if let table, table.experiment == experiment.path { return (table.rows, table.notes) }
        let (rows, notes) = (try experiment.rows(), try RunNotes(in: experiment.path))
        table = (experiment.path, rows, notes)
        return (rows, notes)
    }

    /// - Parameter width: of the terminal in columns; nil: of any length.
    public func text(width: Int?) -> String {
        let hasBounds = entries.contains { $0.row?.bound != nil }
        var columns: [TextTable.Column] = [.init("status"), .init("iteration", .right, rank: 2)]
        if hasBounds { columns.append(.init("proved", .right, rank: 1)) }
        columns.append(.init("verdict", rank: 1))
        let hasTags = entries.contains { !$0.note.tags.isEmpty }
        let hasNotes = entries.contains { !$0.note.text.isEmpty }
        if hasTags { columns.append(.init("tags", rank: 1)) }
        if hasNotes { columns.append(.init("note", rank: 3)) }
        var table = TextTable(columns + [.init("run")])
        for entry in entries {
            var cells = [entry.status, entry.place ?? "-"]
            if hasBounds { cells.append(NumberText.rounded(entry.row?.bound)) }
            cells.append(entry.row?.verdict ?? "")
            if hasTags { cells.append(entry.note.tags.joined(separator: " ")) }
            if hasNotes { cells.append(entry.note.text) }
            table.append(cells + [entry.path])
        }
        return table.fitted(to: width).table.text()
    }
}
