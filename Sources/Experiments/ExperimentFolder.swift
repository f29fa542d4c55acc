import Configuration
import Diagnostics
import Equilibrium
import Formats
import Foundation
import Reporting

/// The folder of one experiment: a folder for each run, and over them `runs.csv` and the pages that show it.
public struct ExperimentFolder: Sendable {
    public let path: String

    public init(results: String, experiment: String) { path = "\(results)/\(experiment)" }

    init(path: String) { self.path = path }

    private var index: String { "\(path)/runs.csv" }
    private var markdown: String { "\(path)/report.md" }
    private var html: String { "\(path)/report.html" }
    private var metrics: String { "\(path)/\(MetricsFile.name)" }

    /// The page to open in a browser; nil where none could be written.
    public var page: String? { FileManager.default.fileExists(atPath: html) ? html : nil }

    /// Makes the folder, and removes what killed programs were writing into it.
    func open() throws {
        do {
            try Folder.make(path)
            let lock = try FolderLock.wait(for: path)
            defer { withExtendedLifetime(lock) {} }
            try AtomicFile.removeUnfinished(in: path)
        } catch {
            throw DiagnosticError(
                Diagnostic(
                    "'\(error.path)' cannot be a folder of results: \(error.reason)",
                    help: "give another folder with --results"))
        }
    }

    /// Does something while no other program writes what stands over all runs.
    func locked<Value>(_ body: () throws -> Value) throws -> Value {
        let lock = try FolderLock.wait(for: path)
        defer { withExtendedLifetime(lock) {} }
        return try body()
    }

    /// The folder of each run, in order. A run keeps the folder in which it was first trained: a sweep over other keys
    /// changes what can be read in an id, but not the run, and no run is trained twice.
    func folders(of runs: [PreparedRun]) throws(FileError) -> [RunFolder] {
        let places = try RunPlaces(in: path)
        var known: [RunFolder] = []
        known.reserveCapacity(runs.count)
        for run in runs {
            guard let path = places.path(of: run.id) else { break }
            known.append(RunFolder(path))
        }
        if known.count == runs.count { return known }
        let ids = Set(runs.map(\.id))
        // By their ends, the first of several: a sweep may have a million.
        let tail = Run.tail(0).count
        let namedOtherwise = Dictionary(
            places.names.filter { !ids.contains($0) }.map { (String($0.suffix(tail)), $0) },
            uniquingKeysWith: { first, _ in first })
        return runs.map { run in
            let name =
                namedOtherwise.isEmpty || places.contains(run.id) ? run.id : namedOtherwise[run.run.idTail] ?? run.id
            return RunFolder(places.path(of: name) ?? places.newPath(of: name, count: runs.count))
        }
    }

    /// What is recorded of an experiment's runs, as `writeIndex` wrote it, in the experiment's order.
    public func results(of experiment: PreparedExperiment) throws -> [RunResult] {
        let rows = try rows()
        return try zip(experiment.runs, folders(of: experiment.runs)).compactMap { run, folder in
            guard var row = rows[folder.name] else { return nil }
            row.parameters = run.run.parameters
            return row
        }
    }

    /// How many runs are there beside those of a sweep: of the same sweep as it was, or of single calls.
    public func others(than experiment: PreparedExperiment) throws -> Int {
        guard experiment.isSweep else { return 0 }
        let own = Set(try folders(of: experiment.runs).map(\.name))
        let places = try RunPlaces(in: path)
        return try places.names.count { name in
            try !own.contains(name) && places.path(of: name).flatMap { try RunFolder($0).record() } != nil
        }
    }

    /// What the folder's other runs say to somebody who is to advise a run that ends. Runs of the same sweep do not
    /// count: which of them are done depends on the order. A run that was trained by another call is there or not.
    func neighbours(of run: PreparedRun, in folder: RunFolder) throws -> Neighbours {
        // Of so many runs those of other calls are a few, and to look for them takes as long as to train one.
        guard try Folder.stamp(index)?.bytes ?? 0 <= Self.mostSearched else {
            return Neighbours(swept: run.run.swept)
        }
        let own = try FlatSettings.read(path: folder.file("config.yaml"))
        let others = try recorded().filter { row in
            let tail = row.run.lastIndex(of: "-").map { String(row.run[$0...]) } ?? ""
            return try row.run != folder.name && !run.sweep.contain(tail)
                && (row.isFinished || row.status == RunStatus.diverged.rawValue)
        }
        return Neighbours(
            try others.compactMap { row in
                try settings(of: row.run).map { .init(own: own, other: $0, bound: row.bound ?? 1) }
            }, swept: run.run.swept)
    }

    /// Bytes of a table of runs in which other calls' runs are looked for.
    private static let mostSearched = 1 << 24

    /// nil where there are none, or they are damaged: another run's damage, of which `saddle verify` tells, is no
    /// reason for this one to fail.
    private func settings(of run: String) throws(FileError) -> [Parameter]? {
        let config = RunFolder(try RunPlaces.path(of: run, in: path)).file("config.yaml")
        guard let content = try AtomicFile.readIfThere(config) else { return nil }
        do throws(DiagnosticError) { return try FlatSettings.read(content, path: config) } catch { return nil }
    }

    /// The row that stands in `runs.csv` for a run; nil where there is none, or no table.
    func row(of folder: RunFolder) throws -> RunResult? { try recorded().first { $0.run == folder.name } }

    /// The rows that stand in `runs.csv`, by the runs' names.
    func rows() throws -> [String: RunResult] {
        Dictionary(try recorded().map { ($0.run, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Writes `runs.csv`, while the folder is locked: the runs of the sweep as it stands that have a record, in its
    /// order. The run of a file without a sweep, such as a run's config.yaml, joins those that are in the table; while
    /// it is to start over, its old row would be wrong.
    func writeIndex(_ runs: [(name: String, result: RunResult?)], isSweep: Bool) throws {
        let results = runs.compactMap(\.result)
        guard !isSweep else { return try write(results) }
        let others = try recorded().filter { row in !runs.contains { $0.name == row.run && $0.result == nil } }
        try write(try filled(results.reduce(others, Self.put)))
    }

    /// Writes down which runs of a large sweep were found whole, whose rows are in the table as it now is.
    /// - Parameter count: of the sweep's runs.
    func note(_ checked: [CheckedRuns.Entry], of count: Int) throws {
        guard count > CheckedRuns.mostRead else { return }
        try CheckedRuns(checked, table: try Folder.stamp(index)).write(in: path)
    }

    /// What is known of a sweep's runs without a look into their folders.
    struct Known {
        /// Of a large sweep those that were found whole once, and whose folders have not changed since.
        let runs: [CheckedRuns.Entry?]
        /// Whether the table of runs is the one with their rows.
        let hasTable: Bool
        /// Whether table and pages show these runs and no others.
        let showsAll: Bool
    }

    /// - Parameter folders: their paths.
    func checked(_ folders: [String]) throws -> Known {
        guard folders.count > CheckedRuns.mostRead else {
            return Known(runs: folders.map { _ in nil }, hasTable: false, showsAll: false)
        }
        let checked = CheckedRuns(in: path)
        return try known(checked, checked.standing(in: folders))
    }

    private func known(_ checked: CheckedRuns, _ standing: [CheckedRuns.Entry?]) throws -> Known {
        let hasTable = try checked.table != nil && checked.table == Folder.stamp(index)
        let showsAll =
            hasTable && page != nil && checked.entries.count == standing.count
            && zip(checked.entries, standing).allSatisfy { $0.run == $1?.run }
        return Known(runs: standing, hasTable: hasTable, showsAll: showsAll)
    }

    /// The folder of each run, in order, and what is known of them. Where all of a large sweep is done and whole, and
    /// lies where its runs usually lie, nothing but their folders is looked at: not even the names in the shards.
    func placed(_ runs: [PreparedRun]) throws -> (folders: [RunFolder], known: Known) {
        if let all = try allStanding(runs) { return all }
        let folders = try folders(of: runs)
        return (folders, try checked(folders.map(\.path)))
    }

    private func allStanding(_ runs: [PreparedRun]) throws -> (folders: [RunFolder], known: Known)? {
        guard runs.count > RunPlaces.mostSideBySide else { return nil }
        let checked = CheckedRuns(in: path)
        let beside = Set(try Folder.names(in: path))
        guard checked.entries.count == runs.count,
            zip(checked.entries, runs).allSatisfy({ $0.run == $1.id && !beside.contains($0.run) })
        else { return nil }
        let folders = runs.map { RunPlaces.shardedPath(of: $0.id, in: path) }
        let standing = try checked.standing(in: folders)
        // One that was moved or renamed is found by the names that there are.
        guard standing.allSatisfy({ $0 != nil }) else { return nil }
        return (folders.map(RunFolder.init), try known(checked, standing))
    }

    /// The rows of the runs that were checked, by name; none where the table has changed meanwhile.
    func checkedRows() throws -> [String: RunResult] {
        guard let table = CheckedRuns(in: path).table, try table == Folder.stamp(index) else { return [:] }
        return Dictionary(
            try RunsTable.results(contentsOf: index).map { ($0.run, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Every parameter that any of the runs has in each of their rows, out of its configuration where the run was made
    /// before the others, or without them.
    private func filled(_ rows: [RunResult]) throws -> [RunResult] {
        let paths = RunsTable.parameterPaths(rows)
        return try rows.map { row in
            guard row.parameters.count < paths.count else { return row }
            let config = RunFolder(try RunPlaces.path(of: row.run, in: path)).file("config.yaml")
            guard let content = try AtomicFile.readIfThere(config) else {
                return row
            }
            var row = row
            // Another run's damage, of which `saddle verify` tells, is no reason for this one to fail.
            do throws(DiagnosticError) {
                row.parameters = row.parameters(at: paths, in: try ResolvedSettings(content, path: config))
            } catch { return row }
            return row
        }
    }

    /// Brings what stands over all runs up to what the folder of one run now holds; nothing happens where it has no
    /// row.
    func update(_ folder: RunFolder, _ spec: RunSpec) throws {
        try locked {
            let recorded = try recorded()
            guard recorded.contains(where: { $0.run == folder.name }), let record = try folder.record() else { return }
            let result = try folder.result(spec, parameters: [], record)
            try write(Self.put(recorded, result))
            try writePages(of: spec.name, spec.description)
        }
    }

    /// Writes the table and the pages again after something was done to runs.
    func refresh(_ change: ([RunResult]) -> [RunResult]) throws {
        try locked {
            guard try Folder.kind(index) != nil else { return }
            try write(change(try RunsTable.results(contentsOf: index)))
            let rows = try recorded()
            let settings = try rows.first.flatMap { try self.settings(of: $0.run) }
            let description = settings?.first { $0.path == "description" }?.text
            try writePages(of: FilePath.name(path), description ?? "")
        }
    }

    /// Writes the pages that show the rows of `runs.csv` with the pictures of their runs, `report.md` and
    /// `report.html`; where there are no rows, old pages go.
    /// - Parameter isUnderWay: whether runs are still to come.
    func writePages(of experiment: String, _ description: String, isUnderWay: Bool = false) throws {
        guard try !recorded().isEmpty else { return try [markdown, html, metrics].forEach(Folder.remove) }
        // As it is compared: a run that joined a sweep differs in settings that are no columns of the table.
        let (runs, unreadable) = try ComparisonSources.readableRuns(of: path)
        let compared = SweepReport.order(runs.map(\.result))
        let places = try RunPlaces(in: path)
        let entries = try compared.enumerated().map { place, row in
            // Of a run that is not shown nothing but its numbers is needed.
            guard place < SweepReport.mostShown, let own = places.path(of: row.run) else {
                return SweepReport.Entry(row, report: nil, pictures: [])
            }
            let folder = RunFolder(own)
            let inside = own.dropFirst(path.count + 1)
            func link(_ file: String) throws -> String? {
                try Folder.kind(folder.file(file)) == nil ? nil : "\(inside)/\(file)"
            }
            return SweepReport.Entry(
                row, report: try link("equilibrium.md"), page: try link("report.html"),
                pictures: try folder.pictures().map { .init(path: "\(inside)/\($0.path)", text: $0.text) },
                course: place < SweepReport.mostDrawn ? try folder.drawnCourse() : [],
                samples: place < SweepReport.mostEmbedded ? try folder.lastSamples() : nil)
        }
        let pages = try SweepReport(
            name: experiment, description: description, entries, leftOut: unreadable.map(\.text),
            isUnderWay: isUnderWay)
        try write(pages.markdown, to: markdown)
        try write(pages.html, to: html)
        // It is as long as all runs together: not to be written again and again while they are trained.
        if !isUnderWay { try writeMetrics() }
    }

    /// Every number of every run in one table.
    private func writeMetrics() throws {
        let rows = try recorded()
        // Of more it would be as long as all else together; each run has its own.
        guard rows.count <= RunPlaces.mostSideBySide else { return try Folder.remove(metrics) }
        let runs = try rows.map { ($0, RunFolder(try RunPlaces.path(of: $0.run, in: path)).file(MetricsFile.name)) }
        try AtomicFile.write(to: metrics) { write throws(FileError) in try LongTable.write(runs, write) }
    }

    /// Runs that the pages leave out, each with the reason.
    public func leftOut() throws -> [String] {
        try recorded().isEmpty ? [] : ComparisonSources.readableRuns(of: path).unreadable.map(\.text)
    }

    /// Writes the table of runs.
    private func write(_ rows: [RunResult]) throws {
        let before = try Folder.stamp(index)
        try write(RunsTable.table(rows).text, to: index)
        try CheckedRuns.follow(before, in: path)
    }

    /// A file that says the same already is left as it is: the folder may be read-only. One that cannot be read is
    /// replaced.
    private func write(_ text: String, to path: String) throws {
        let there: [UInt8]?
        do { there = try AtomicFile.readIfThere(path) } catch { there = nil }
        if there != Array(text.utf8) { try AtomicFile.write(text, to: path) }
    }

    /// The rows of `runs.csv` whose folders are there, with a record of how far the run came or, as git keeps them,
    /// without.
    private func recorded() throws -> [RunResult] {
        let results: [RunResult]
        do { results = try RunsTable.results(contentsOf: index) } catch let error as Diagnostic {
            throw DiagnosticError(
                Diagnostic(
                    error.message, at: error.location,
                    help: "delete it: saddle run of the sweep's file writes it again from the runs' folders"))
        }
        let places = try RunPlaces(in: path)
        return results.filter { places.contains($0.run) }
    }

    /// A result in its row, whose parameters stay, or in a new one.
    private static func put(_ results: [RunResult], _ result: RunResult) -> [RunResult] {
        guard let row = results.firstIndex(where: { $0.run == result.run }) else { return results + [result] }
        var results = results
        let parameters = results[row].parameters
        results[row] = result
        results[row].parameters = parameters
        return results
    }
}

extension UnreadableRun {
    fileprivate var text: String {
        let reason = problem.diagnostics.first?.message ?? "it cannot be read"
        return "\(run): config.yaml is damaged: \(reason)"
    }
}

extension RunFolder {
    /// The folder of its experiment.
    var experiment: ExperimentFolder { ExperimentFolder(path: RunPlaces.experiment(of: path)) }

    /// What there is to look at: the accuracy's course, and the last samples.
    fileprivate func pictures() throws -> [SweepReport.Picture] {
        var pictures: [SweepReport.Picture] = []
        if try Folder.kind(file("accuracy.png")) != nil {
            pictures.append(.init(path: "accuracy.png", text: "accuracy over the iterations"))
        }
        if let last = try iterations(in: "samples", ".png").last {
            pictures.append(.init(path: Self.pictureName(last), text: "samples at iteration \(last)"))
        }
        return pictures
    }

    /// Empty where the table is damaged: `run` and `verify` say so, and a page can do without a line.
    fileprivate func drawnCourse() throws -> [Equilibrium.Measurement] {
        do { return try course() } catch is Diagnostic { return [] }
    }

    fileprivate func lastSamples() throws -> (text: String, png: [UInt8])? {
        guard let last = try iterations(in: "samples", ".png").last else { return nil }
        return ("samples at iteration \(last)", try AtomicFile.read(file(Self.pictureName(last))))
    }

    /// What is recorded of the run, in a row.
    func result(_ spec: RunSpec, parameters: [Parameter], _ record: RunRecord) throws -> RunResult {
        let course = try course()
        let examination = try examinations().final(of: course)
        let sampleMetrics = try sampleMetrics()
        var result = RunResult(
            run: name, status: record.status.rawValue, parameters: parameters, course: course, examination: examination,
            verdict: Verdict(
                of: spec, course: course, expectation: Expectation(spec), examination: examination,
                sampleMetrics: sampleMetrics),
            message: record.message ?? "")
        result.sampleMetrics = SampleNumbers(sampleMetrics.map(SampleMetricsTable.generated) ?? [:])
        switch record.status {
        case .complete, .stopped: break
        case .diverged: result.verdict = Verdict.Kind.diverged.rawValue
        case .interrupted, .failed, .elsewhere: result.verdict = ""
        }
        return result
    }
}
