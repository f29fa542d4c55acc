import Configuration
import Diagnostics
import Foundation
import Reporting

/// Runs that are removed or given another name, and the tables and pages over them brought up to date.
extension ExperimentFolder {
    /// Whether a folder is that of a run.
    static func holdsRun(_ path: String) throws(FileError) -> Bool {
        for name in ["config.yaml", RunRecord.name] where try Folder.kind("\(path)/\(name)") == .file { return true }
        return false
    }

    /// Removes a run with all its files; whoever trains its experiment again trains it again.
    /// - Throws: where the path is not that of a run, or another program is training it.
    public static func removeRun(at path: String) throws {
        let folder = try run(at: path)
        try withLock(of: folder) { try Folder.remove(folder.path) }
        try folder.experiment.changeNotes { $0[folder.name] = RunNotes.Note() }
        try folder.experiment.refresh { $0.filter { $0.run != folder.name } }
    }

    /// Gives a run's folder another name. The eight letters at its end stay: by them the run is found again.
    /// - Returns: the path of the folder.
    /// - Throws: where the path is not that of a run, the name cannot be one, or another program is training the run.
    public static func renameRun(at path: String, to name: String) throws -> String {
        let folder = try run(at: path)
        guard let dash = folder.name.lastIndex(of: "-") else {
            throw DiagnosticError(Diagnostic("'\(folder.name)' does not end in a run's eight letters"))
        }
        let tail = String(folder.name[dash...])
        let head = name.hasSuffix(tail) ? String(name.dropLast(tail.count)) : name
        guard !head.isEmpty, head.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".,_=+-".contains($0)) }),
            head.first != "."
        else {
            throw DiagnosticError(
                Diagnostic("'\(name)' cannot name a run", help: "letters, digits and any of . , _ = + - can"))
        }
        let renamed = RunFolder("\(FilePath.parent(folder.path))/\(head)\(tail)")
        guard renamed.name != folder.name else { return renamed.path }
        guard try Folder.kind(renamed.path) == nil else {
            throw DiagnosticError(Diagnostic("there is a run '\(renamed.name)' already"))
        }
        try withLock(of: folder) {
            guard Foundation.rename(folder.path, renamed.path) == 0 else {
                throw FileError(path: renamed.path, code: errno)
            }
        }
        try folder.experiment.changeNotes { notes in
            notes[renamed.name] = notes[folder.name]
            notes[folder.name] = RunNotes.Note()
        }
        try folder.experiment.refresh { rows in
            rows.map { row in
                guard row.run == folder.name else { return row }
                var row = row
                row.run = renamed.name
                return row
            }
        }
        return renamed.path
    }

    /// Changes what is written down about a run or an experiment.
    /// - Parameter path: of the folder of either.
    /// - Returns: what is written down now.
    /// - Throws: where the path is that of neither.
    public static func note(at path: String, _ change: (inout RunNotes.Note) -> Void) throws -> RunNotes.Note {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        var place = ExperimentFolder(path: trimmed)
        var run = ""
        if try holdsRun(trimmed) {
            let folder = try Self.run(at: trimmed)
            (place, run) = (folder.experiment, folder.name)
        } else if try Folder.kind("\(trimmed)/runs.csv") != .file {
            throw DiagnosticError(
                Diagnostic(
                    "'\(path)' is the folder of neither a run nor an experiment",
                    help: "give results/EXPERIMENT or results/EXPERIMENT/RUN; saddle list --runs shows all"))
        }
        return try place.changeNotes { notes in
            change(&notes[run])
            return notes[run]
        }
    }

    /// Nothing is written where nothing changes: the folder may be read-only.
    private func changeNotes<Value>(_ change: (inout RunNotes) -> Value) throws -> Value {
        try locked {
            let before = try RunNotes(in: path)
            var notes = before
            let value = change(&notes)
            if notes != before { try notes.write(in: path) }
            return value
        }
    }

    private static func run(at path: String) throws -> RunFolder {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard try holdsRun(path) else {
            throw DiagnosticError(NoRunFolder.diagnostic(path))
        }
        // A bare name lies here.
        return RunFolder(path.contains("/") ? path : "./\(path)")
    }

    private static func withLock(of folder: RunFolder, _ body: () throws -> Void) throws {
        guard let lock = try FolderLock.take(folder.path, patience: FolderLock.patience) else {
            throw DiagnosticError(
                Diagnostic("another saddle is training the run in '\(folder.path)'", help: "wait until it ends"))
        }
        try withExtendedLifetime(lock, body)
    }
}
