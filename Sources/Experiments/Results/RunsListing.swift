import Configuration
import Diagnostics
import Reporting

/// The runs that lie in a folder of results: how far each came, and what it came to.
public struct RunsListing {
    private struct Entry {
        let path: String
        let status: String
        let iteration: Int?
        let row: RunResult?
    }

    private var entries: [Entry] = []
    /// The rows of the experiment that was looked at last.
    private var table: (experiment: String, rows: [String: RunResult])?

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
        let status = try folder.isToBeginAnew() ? "to start over" : record?.status.rawValue ?? "no record"
        let row = try rows(of: folder.experiment)[folder.name]
        return Entry(path: folder.path, status: status, iteration: record?.iteration ?? row?.iteration, row: row)
    }

    private mutating func rows(of experiment: ExperimentFolder) throws -> [String: RunResult] {
        if let table, table.experiment == experiment.path { return table.rows }
        let rows = try experiment.rows()
        table = (experiment.path, rows)
        return rows
    }

    /// - Parameter width: of the terminal in columns; nil: of any length.
    public func text(width: Int?) -> String {
        let hasBounds = entries.contains { $0.row?.bound != nil }
        var columns: [TextTable.Column] = [.init("status"), .init("iteration", .right, rank: 2)]
        if hasBounds { columns.append(.init("proved", .right, rank: 1)) }
        var table = TextTable(columns + [.init("verdict", rank: 1), .init("run")])
        for entry in entries {
            table.append(
                [entry.status, entry.iteration.map(NumberText.grouped) ?? "-"]
                    + (hasBounds ? [NumberText.rounded(entry.row?.bound)] : [])
                    + [entry.row?.verdict ?? "", entry.path])
        }
        return table.fitted(to: width).table.text()
    }
}
