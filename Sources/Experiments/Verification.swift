import Configuration
import Diagnostics
import Formats
import Foundation
import Reporting
import Training

/// What is wrong with a tree of results, file by file: whatever is there is held against what was written.
public struct Verification {
    /// In the order of the paths, each as `path: what is wrong`.
    public private(set) var findings: [String] = []
    private var runs = 0
    private var files = 0
    /// Runs that no record tells of, as git keeps them: what can be said of them is that their tables are whole.
    private var withoutRecord = 0

    public var isSound: Bool { findings.isEmpty }

    /// For people.
    public var text: String {
        let counted = "\(runs) \(runs == 1 ? "run" : "runs"), \(files) files"
        let old = withoutRecord > 0 ? ", \(withoutRecord) of the runs without a record of their files" : ""
        let end = isSound ? "all as written: \(counted)\(old)" : "\(findings.count) findings in \(counted)\(old)"
        return (findings + [end]).joined(separator: "\n") + "\n"
    }

    /// - Parameter path: of a run, an experiment, or any folder of them.
    /// - Throws: where there are no results.
    public init(_ path: String) throws {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard try Folder.kind(path) == .folder else { throw DiagnosticError(Diagnostic("'\(path)' is not a folder")) }
        try look(path, depth: 0)
        guard runs > 0 else {
            throw DiagnosticError(Diagnostic("no results in '\(path)'", help: "give a folder that saddle run wrote"))
        }
    }

    private mutating func found(_ path: String, _ text: String) { findings.append("\(path): \(text)") }

    /// Reads a file; what cannot be read is a finding.
    private mutating func content(_ path: String) -> [UInt8]? {
        do {
            guard let content = try AtomicFile.readIfThere(path) else { return nil }
            files += 1
            return content
        } catch {
            found(path, error.reason)
            return nil
        }
    }

    private mutating func look(_ path: String, depth: Int) throws {
        let names = try Folder.names(in: path)
        // A table over all runs has the name of a run's own.
        if !names.contains("runs.csv"),
            !names.filter({ [RunRecord.name, "config.yaml", "metrics.csv"].contains($0) }).isEmpty
        {
            return try look(run: RunFolder(path), names)
        }
        guard depth < 6 else { return }
        for name in names where try Folder.kind("\(path)/\(name)") == .folder {
            try look("\(path)/\(name)", depth: depth + 1)
        }
        guard names.contains("runs.csv") else { return }
        try look(experiment: path, names)
        // What was found is to be mended by the next saddle run, which then reads every run.
        if !isSound { try Folder.remove("\(path)/\(CheckedRuns.name)") }
    }

    // MARK: A run

    private mutating func look(run folder: RunFolder, _ names: [String]) throws {
        runs += 1
        var isFinal = false
        var known: [String: FileEntry]?
        if let content = content(folder.file(RunRecord.name)) {
            if let record = RunRecord(content) {
                (isFinal, known) = (record.status.isFinal, record.files)
            } else {
                found(folder.file(RunRecord.name), "is damaged")
            }
        }
        if known == nil { withoutRecord += 1 }
        if isFinal, let known {
            for problem in try known.problems(in: folder.path) {
                found(folder.file(problem.name), problem.description)
            }
            files += known.count
            for name in try Self.paths(in: folder.path) where known[name] == nil && !Self.unrecorded.contains(name) {
                found(folder.file(name), "does not belong there")
            }
        }
        let spec = configuration(folder)
        for name in names where name.hasSuffix(".csv") { table(folder, name, spec, isComplete: isFinal) }
        for iteration in try folder.iterations(in: "checkpoints", ".safetensors") {
            checkpoint(folder.checkpoint(iteration), iteration)
        }
    }

    /// What a record does not list.
    private static let unrecorded: Set<String> = [RunRecord.name, "timing.csv", RunFolder.retrain, DataPaths.name]

    /// Paths of all files in a folder, from it.
    private static func paths(in folder: String) throws -> [String] {
        try Folder.names(in: folder).flatMap { name -> [String] in
            guard try Folder.kind("\(folder)/\(name)") == .folder else { return [name] }
            return try paths(in: "\(folder)/\(name)").map { "\(name)/\($0)" }
        }
    }

    /// The folder's name ends with a hash of the configuration.
    private mutating func configuration(_ folder: RunFolder) -> RunSpec? {
        let path = folder.file("config.yaml")
        do {
            let experiment = try ExperimentFile.load(path: path, overrides: [], vocabulary: .saddle)
            guard let run = experiment.runs.first, folder.name.hasSuffix(run.idTail) else {
                found(path, "describes another run: its id ends with \(experiment.runs.first?.idTail ?? "nothing")")
                return nil
            }
            return run.spec
        } catch {
            found(path, error.diagnostics.first?.message ?? "cannot be read")
            return nil
        }
    }

    private mutating func table(_ folder: RunFolder, _ name: String, _ spec: RunSpec?, isComplete: Bool) {
        let path = folder.file(name)
        files += 1
        do {
            var iterations: [Int] = []
            switch name {
            case "metrics.csv": try MetricsTable.eachMeasurement(in: path) { iterations.append($0.iteration) }
            case "critic.csv": iterations = try folder.examinations().map(\.iteration)
            default:
                var rows = try CSVFileRows(path)
                while try rows.next() {}
                return
            }
            for (before, after) in zip(iterations, iterations.dropFirst()) where after <= before {
                found(path, "iteration \(after) follows iteration \(before)")
            }
            guard let spec, name == "metrics.csv", isComplete, let last = iterations.last else { return }
            let due = (0...last).count { $0 % spec.evaluation.every == 0 || $0 == last }
            if iterations.count != due { found(path, "\(iterations.count) rows up to iteration \(last), not \(due)") }
        } catch {
            found(path, RunTraining.text(error))
        }
    }

    private mutating func checkpoint(_ path: String, _ iteration: Int) {
        guard let content = content(path) else { return }
        do {
            let said = try RunCheckpoint(content).state.metadata["iteration"]
            if said != "\(iteration)" { found(path, "it is of iteration \(said ?? "none")") }
        } catch {
            found(path, "\(error)")
        }
    }

    // MARK: An experiment

    private static let ofExperiments: Set = [
        "runs.csv", "metrics.csv", "report.md", "report.html", CheckedRuns.name, RunNotes.name, SweepNames.name,
    ]

    private mutating func look(experiment path: String, _ names: [String]) throws {
        for name in names where try Folder.kind("\(path)/\(name)") == .file {
            let isJudge = name.hasPrefix("judge-") && name.hasSuffix(".safetensors")
            if !isJudge, !Self.ofExperiments.contains(name) {
                found("\(path)/\(name)", "does not belong there")
            } else if isJudge, let content = content("\(path)/\(name)") {
                do { _ = try Safetensors(sealed: content) } catch { found("\(path)/\(name)", "\(error)") }
            }
        }
        guard names.contains("runs.csv") else { return }
        files += 1
        let table = "\(path)/runs.csv"
        do {
            for row in try RunsTable.results(contentsOf: table) {
                try compare(row, RunFolder(RunPlaces.path(of: row.run, in: path)), table)
            }
        } catch let error as Diagnostic {
            found(table, error.message)
        } catch let error as FileError {
            found(error.path, error.reason)
        }
    }

    /// A row says what the run's folder says.
    private mutating func compare(_ row: RunResult, _ folder: RunFolder, _ table: String) throws {
        guard let record = try folder.record() else { return }
        do {
            let spec = try ExperimentFile.load(path: folder.file("config.yaml"), overrides: [], vocabulary: .saddle)
            guard let run = spec.runs.first else { return }
            let result = try folder.result(run.spec, parameters: row.parameters, record)
            if RunsTable.table([result]) != RunsTable.table([row]) {
                found(table, "the row of \(row.run) is not what its folder says")
            }
        } catch {
            // What is wrong with the folder has been said.
        }
    }
}
