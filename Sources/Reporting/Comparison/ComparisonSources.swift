import Configuration
import Diagnostics
import Formats
import Foundation

/// Finds the runs that the paths of a command line name: folders of experiments or runs, or folders of such folders;
/// runs.csv and metrics.csv files.
public enum ComparisonSources {
    public typealias Progress = (_ folder: String) throws(FileError) -> String?

    /// Each run once, however many paths lead to it. Throws everything that is wrong with the paths.
    /// A run whose tables are not those that were written is refused.
    /// - Parameter progress: how far the run in a folder is that somebody is at work on; nil where nobody is. Such a
    ///   run of an experiment's folder is compared before it has a row in the table, which is written when runs end.
    public static func runs(
        at paths: [String], progress: Progress = { _ in nil }
    ) throws(DiagnosticError) -> [ComparedRun] {
        var problems: [Diagnostic] = []
        var found: [LocatedRun] = []
        for path in paths {
            do {
                found += try runs(at: path, progress)
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { throw DiagnosticError(problems) }
        // A large table alone names each of its runs once.
        if paths.count > 1 || found.count <= CheckedRuns.mostRead {
            var seen = Set<String>()
            found = found.filter { seen.insert($0.identity).inserted }
        }
        do { found = try found.map { run throws(FileError) in try underWay(run, progress) } } catch {
            throw DiagnosticError(Diagnostic("cannot read '\(error.path)': \(error.reason)"))
        }
        problems = try self.problems(in: found)
        guard problems.isEmpty else { throw DiagnosticError(problems) }
        let (completed, unreadable): ([LocatedRun], [UnreadableRun])
        do { (completed, unreadable) = try SettingsCompletion.completed(marked(found)) } catch {
            throw DiagnosticError(Diagnostic("cannot read '\(error.path)': \(error.reason)"))
        }
        guard unreadable.isEmpty else { throw DiagnosticError(unreadable.flatMap(\.problem.diagnostics)) }
        return named(try noted(completed))
    }

    /// A run that is not done, as it stands where somebody is at work on it.
    private static func underWay(
        _ run: LocatedRun, _ progress: Progress
    ) throws(FileError) -> LocatedRun {
        guard run.isThere, RunStatus(rawValue: run.result.status)?.isFinal != true,
            let place = try progress(run.folder)
        else { return run }
        var run = run
        run.result.status = RunResult.running
        run.result.message = place
        return run
    }

    /// The runs of an experiment for a page over them, in which the damage of one run is no reason to leave out the
    /// others. Whether the tables are as they were written is not asked.
    /// - Throws: where a file cannot be read, which says nothing of what is in it.
    public static func readableRuns(
        of experiment: String
    ) throws -> (runs: [ComparedRun], unreadable: [UnreadableRun]) {
        let (completed, unreadable) = try SettingsCompletion.completed(marked(runs(at: experiment) { _ in nil }))
        return (named(completed), unreadable)
    }

    /// What is wrong with what is compared. Of a large sweep's runs those that were found whole once, and whose folders
    /// have not changed since, are not read again.
    private static func problems(in runs: [LocatedRun]) throws(DiagnosticError) -> [Diagnostic] {
        var problems: [Diagnostic] = []
        let first = runs.first?.experiment ?? ""
        let groups =
            runs.allSatisfy { $0.experiment == first } ? [first: runs] : Dictionary(grouping: runs) { $0.experiment }
        for (experiment, own) in groups.sorted(by: { $0.key < $1.key }) {
            var checked: [CheckedRuns.Entry?] = own.map { _ in nil }
            if own.count > CheckedRuns.mostRead {
                do {
                    checked = try CheckedRuns(in: experiment).standing(in: own.map { $0.folder }, isOfTables: true)
                } catch {
                    throw DiagnosticError(Diagnostic("cannot read '\(error.path)': \(error.reason)"))
                }
            }
            for (run, known) in zip(own, checked) where known == nil {
                if let problem = try problem(in: run.folder) { problems.append(problem) }
            }
        }
        return problems
    }

    /// What is wrong with what is compared of a finished run; nil where nothing is, or nobody can tell.
    private static func problem(in folder: String) throws(DiagnosticError) -> Diagnostic? {
        do {
            guard let content = try AtomicFile.readIfThere("\(folder)/\(RunRecord.name)") else { return nil }
            let help = "saddle run trains again what is damaged"
            guard let record = RunRecord(content) else {
                return Diagnostic("'\(folder)/\(RunRecord.name)' is damaged", help: help)
            }
            guard record.status.isFinal, let files = record.files else { return nil }
            let compared = files.filter { $0.key == "config.yaml" || $0.key.hasSuffix(".csv") }
            return try compared.problems(in: folder).first.map { Diagnostic("'\(folder)': \($0)", help: help) }
        } catch {
            throw DiagnosticError(Diagnostic("cannot read '\(error.path)': \(error.reason)"))
        }
    }

    /// With what people wrote down about them.
    private static func noted(_ runs: [LocatedRun]) throws(DiagnosticError) -> [LocatedRun] {
        var known: [String: RunNotes] = [:]
        for run in runs where known[run.experiment] == nil {
            do { known[run.experiment] = try RunNotes(in: run.experiment) } catch let error as Diagnostic {
                throw DiagnosticError(error)
            } catch {
                throw DiagnosticError(Diagnostic("\(error)"))
            }
        }
        guard known.values.contains(where: { !$0.isEmpty }) else { return runs }
        return runs.map { run in
            var run = run
            run.result.note = known[run.experiment]?[run.result.run] ?? RunNotes.Note()
            return run
        }
    }

    /// Runs whose folders are gone are marked, but where none is there: a table may have been copied alone.
    private static func marked(_ runs: [LocatedRun]) -> [LocatedRun] {
        guard runs.contains(where: { !$0.isThere }) else { return runs }
        let kept = Set(runs.lazy.filter(\.isThere).map(\.experiment))
        return runs.map { run in
            guard !run.isThere, kept.contains(run.experiment) else { return run }
            var run = run
            run.result.isDeleted = true
            return run
        }
    }

    private static func runs(at path: String, _ progress: Progress) throws(Diagnostic) -> [LocatedRun] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            let names: [String]
            do { names = try Folder.names(in: FilePath.parent(path)) } catch { names = [] }
            let near = Similarity.nearest(to: FilePath.name(path), in: names)
            throw Diagnostic(
                "there is no file or folder '\(path)'",
                help: near.map { "one with a similar name exists: '\(FilePath.folder(path))\($0)'" })
        }
        if isFolder.boolValue {
            let found = try runs(
                inFolder: path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path, depth: 0, progress)
            if found.isEmpty {
                throw Diagnostic(
                    "no results in '\(path)'",
                    help: "give a folder with a runs.csv (an experiment) or a metrics.csv (a run), or such a file")
            }
            return found
        }
        guard !path.hasSuffix(".yaml"), !path.hasSuffix(".yml") else {
            throw Diagnostic(
                "'\(path)' is an experiment file or a configuration; results are compared",
                help: "give the folder that saddle run writes, results/NAME, or a runs.csv or metrics.csv in it")
        }
        let rows = try CSVFileRows(path)
        let folder = FilePath.parent(path)
        if RunsTable.isRuns(rows.columns) { return try runs(rows, experiment: folder) }
        return [try run(metrics: rows, folder: folder)]
    }

    private static func runs(
        inFolder folder: String, depth: Int, _ progress: Progress
    ) throws(Diagnostic) -> [LocatedRun] {
        if exists("\(folder)/runs.csv") {
            let listed = try runs(CSVFileRows("\(folder)/runs.csv"), experiment: folder)
            return listed + (try unlisted(beside: listed, in: folder, progress))
        }
        if exists("\(folder)/metrics.csv") {
            return [try run(metrics: CSVFileRows("\(folder)/metrics.csv"), folder: folder)]
        }
        guard depth < 4 else { return [] }
        let names: [String]
        do { names = try Folder.names(in: folder) } catch {
            throw Diagnostic("cannot read '\(error.path)': \(error.reason)")
        }
        var found: [LocatedRun] = []
        for name in names where !name.hasPrefix(".") {
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                found += try runs(inFolder: path, depth: depth + 1, progress)
            }
        }
        return found
    }

    private static func runs(_ rows: CSVFileRows, experiment: String) throws(Diagnostic) -> [LocatedRun] {
        let results = try RunsTable.results(rows)
        let places: RunPlaces
        do { places = try RunPlaces(in: experiment) } catch {
            throw Diagnostic("cannot read '\(error.path)': \(error.reason)")
        }
        // Of so many none is looked at for a link that leads elsewhere.
        let root = results.count > CheckedRuns.mostRead ? LocatedRun.canonical(experiment) : nil
        return results.map { result in
            let folder = places.path(of: result.run)
            return LocatedRun(
                experiment: experiment, result: result, folder: folder ?? "\(experiment)/\(result.run)",
                isThere: folder != nil, root: root)
        }
    }

    /// Runs that somebody is at work on, and that were evaluated, without a row in the table.
    private static func unlisted(
        beside listed: [LocatedRun], in experiment: String, _ progress: Progress
    ) throws(Diagnostic) -> [LocatedRun] {
        let known = Set(listed.lazy.map(\.result.run))
        var folders: [String] = []
        do {
            let places = try RunPlaces(in: experiment)
            for name in places.names where !known.contains(name) {
                guard let folder = places.path(of: name), exists("\(folder)/metrics.csv"),
                    try progress(folder) != nil
                else { continue }
                folders.append(folder)
            }
        } catch {
            throw Diagnostic("cannot read '\(error.path)': \(error.reason)")
        }
        return try folders.map { folder throws(Diagnostic) in
            try ownRun(metrics: CSVFileRows("\(folder)/metrics.csv"), folder: folder)
        }
    }

    /// A run folder's row in its experiment's runs.csv says more than its metrics.csv alone.
    private static func run(metrics rows: CSVFileRows, folder: String) throws(Diagnostic) -> LocatedRun {
        let path = rows.path
        let absolute = LocatedRun.canonical(folder)
        let experiment = RunPlaces.experiment(of: absolute)
        let name = FilePath.name(absolute)
        if FilePath.name(path) == "metrics.csv", exists("\(experiment)/runs.csv") {
            let shown = folder.contains("/") ? RunPlaces.experiment(of: folder) : experiment
            let runs = try runs(CSVFileRows("\(experiment)/runs.csv"), experiment: shown)
            if let run = runs.first(where: { $0.result.run == name }) {
                return LocatedRun(experiment: shown, result: run.result, folder: folder)
            }
        }
        return try ownRun(metrics: rows, folder: folder)
    }

    /// A run by what its own files say.
    private static func ownRun(metrics rows: CSVFileRows, folder: String) throws(Diagnostic) -> LocatedRun {
        var rows = rows
        let path = rows.path
        let name = FilePath.name(LocatedRun.canonical(folder))
        let isRunFolder = FilePath.name(path) == "metrics.csv"
        guard var result = try MetricsTable.lastResult(&rows, run: isRunFolder ? name : path) else {
            throw Diagnostic(
                "'\(path)' holds neither runs nor metrics",
                help: "runs.csv has columns 'run' and 'status', metrics.csv has 'iteration' and 'accuracy'")
        }
        guard isRunFolder else {
            result.status = "unknown"
            return LocatedRun(experiment: folder, result: result, folder: path)
        }
        result.status = try word("status", in: "\(folder)/status.json") ?? "unknown"
        result.verdict = try word("verdict", in: "\(folder)/equilibrium.json") ?? ""
        // The critic of an earlier generator says nothing of the final one.
        if exists("\(folder)/critic.csv") {
            var rows = try CSVFileRows("\(folder)/critic.csv")
            if let critic = try rows.last(), critic.integer(RunsTable.iteration) == result.iteration {
                result.criticAccuracy = critic.number(CriticTable.accuracy)
                result.criticPValue = critic.number(CriticTable.pValue)
            }
        }
        if exists("\(folder)/judges.csv") {
            (result.bound, result.strongestJudge) = try proved("\(folder)/judges.csv", at: result.iteration)
        }
        return LocatedRun(experiment: RunPlaces.experiment(of: folder), result: result, folder: folder)
    }

    /// The largest bound that a judge proved at an iteration, and that judge; nil where none looked then.
    private static func proved(_ path: String, at iteration: Int?) throws(Diagnostic) -> (Double?, String?) {
        var rows = try CSVFileRows(path)
        let names = ["iteration", "judge", JudgesTable.bound.name]
        let places = names.compactMap { rows.columns.firstIndex(of: $0) }
        guard places.count == names.count else { return (nil, nil) }
        var found: (bound: Double?, judge: String?) = (nil, nil)
        while try rows.next() {
            guard rows.number(places[0]) == iteration.map(Double.init), let bound = rows.number(places[2]) else {
                continue
            }
            if bound > found.bound ?? 0 { found.judge = rows.cell(places[1]) }
            found.bound = max(bound, found.bound ?? 0)
        }
        return found
    }

    /// One word out of a JSON file in a run's folder: its status, its verdict.
    private static func word(_ key: String, in file: String) throws(Diagnostic) -> String? {
        let bytes: [UInt8]?
        do { bytes = try AtomicFile.readIfThere(file) } catch {
            throw Diagnostic("cannot read '\(error.path)': \(error.reason)")
        }
        guard let bytes else { return nil }
        do {
            return (try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])?[key] as? String
        } catch {
            throw Diagnostic("'\(file)' is no JSON", help: "saddle run trains again what is damaged")
        }
    }

    /// Experiments by the names of their folders, or by their paths where two folders have the same name.
    private static func named(_ runs: [LocatedRun]) -> [ComparedRun] {
        let experiments = Set(runs.map(\.experiment))
        let folders = Dictionary(grouping: experiments, by: { FilePath.name(LocatedRun.canonical($0)) })
        let names = Dictionary(
            uniqueKeysWithValues: experiments.map { path in
                let name = FilePath.name(LocatedRun.canonical(path))
                return (path, folders[name]?.count == 1 ? name : path)
            })
        return runs.map { ComparedRun(experiment: names[$0.experiment] ?? $0.experiment, result: $0.result) }
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
