import Configuration
import Equilibrium
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

    /// The page to open in a browser; nil where none could be written.
    public var page: String? { FileManager.default.fileExists(atPath: html) ? html : nil }

    /// What lies in it, in the order of the names.
    private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    /// The folder of each run, in order. A run keeps the folder in which it was first trained: a sweep over other keys
    /// changes what can be read in an id, but not the run, and no run is trained twice.
    func folders(of runs: [PreparedRun]) -> [RunFolder] {
        let names = names
        let (there, ids) = (Set(names), Set(runs.map(\.id)))
        return runs.map { run in
            let isNamedOtherwise = { (name: String) in name.hasSuffix(run.run.idTail) && !ids.contains(name) }
            let name = there.contains(run.id) ? run.id : names.first(where: isNamedOtherwise) ?? run.id
            return RunFolder("\(path)/\(name)")
        }
    }

    /// What is recorded of the runs that have a record, in the experiment's order.
    public func results(of experiment: PreparedExperiment) -> [RunResult] {
        zip(experiment.runs, folders(of: experiment.runs)).compactMap { run, folder in
            folder.result(run.spec, parameters: run.run.parameters)
        }
    }

    /// How many runs are there beside those of a sweep: of the same sweep as it was, or of single calls.
    public func others(than experiment: PreparedExperiment) -> Int {
        guard experiment.isSweep else { return 0 }
        let own = Set(folders(of: experiment.runs).map(\.name))
        return names.count { !own.contains($0) && RunFolder("\(path)/\($0)").record != nil }
    }

    /// Writes `runs.csv`: the runs of the sweep as it stands that have a record, in its order. The run of a file
    /// without a sweep, such as a run's config.yaml, joins those that are in the table; while it is to begin anew, its
    /// old row would be wrong.
    func writeIndex(_ runs: [(name: String, result: RunResult?)], isSweep: Bool) throws {
        let results = runs.compactMap(\.result)
        let others = recorded.filter { row in !runs.contains { $0.name == row.run && $0.result == nil } }
        let rows = isSweep ? results : results.reduce(others, Self.put)
        try write(RunsTable.table(rows).text, to: index)
    }

    /// Brings what stands over all runs up to what the folder of one run now holds; nothing happens where it has no row.
    func update(_ folder: RunFolder, _ spec: RunSpec) throws {
        let recorded = recorded
        guard recorded.contains(where: { $0.run == folder.name }),
            let result = folder.result(spec, parameters: [])
        else { return }
        try write(RunsTable.table(Self.put(recorded, result)).text, to: index)
        try writePages(of: spec.name, spec.description)
    }

    /// Writes the pages that show the rows of `runs.csv` with the pictures of their runs, `report.md` and `report.html`;
    /// where there are no rows, old pages go.
    func writePages(of experiment: String, _ description: String) throws {
        guard !recorded.isEmpty else { return try [markdown, html].forEach(Folder.remove) }
        // As it is compared: a run that joined a sweep differs in settings that are no columns of the table.
        let compared = try ComparisonSources.runs(at: [path]).map(\.result)
        let pages = try SweepReport(
            name: experiment, description: description,
            compared.map { row in
                let folder = RunFolder("\(path)/\(row.run)")
                let hasReport = FileManager.default.fileExists(atPath: folder.file("equilibrium.md"))
                return SweepReport.Entry(
                    row, report: hasReport ? "\(row.run)/equilibrium.md" : nil,
                    pictures: folder.pictures.map { .init(path: "\(row.run)/\($0.path)", text: $0.text) })
            })
        try write(pages.markdown, to: markdown)
        try write(pages.html, to: html)
    }

    /// A file that says the same already is left as it is: the folder may be read-only.
    private func write(_ text: String, to path: String) throws {
        if (try? AtomicFile.read(path)) != Array(text.utf8) { try AtomicFile.write(text, to: path) }
    }

    /// The rows of `runs.csv` whose folders are there, with a record of how far the run came or, as git keeps them,
    /// without.
    private var recorded: [RunResult] {
        let results = (try? RunsTable.results(CSVTable(contentsOf: index), path: index)) ?? []
        let there = Set(names)
        return results.filter { there.contains($0.run) }
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

extension RunFolder {
    /// What there is to look at: the accuracy's course, and the last samples.
    fileprivate var pictures: [SweepReport.Picture] {
        var pictures: [SweepReport.Picture] = []
        if FileManager.default.fileExists(atPath: file("accuracy.png")) {
            pictures.append(.init(path: "accuracy.png", text: "accuracy over the iterations"))
        }
        if let last = iterations(in: "samples", ".png").last {
            pictures.append(.init(path: "samples/iteration-\(last).png", text: "samples at iteration \(last)"))
        }
        return pictures
    }

    /// What is recorded of the run, in a row; nil where it has no record.
    func result(_ spec: RunSpec, parameters: [Parameter]) -> RunResult? {
        guard let record else { return nil }
        let metrics = file("metrics.csv")
        let course = (try? MetricsTable.measurements(CSVTable(contentsOf: metrics), path: metrics)) ?? []
        let examination = examinations.final(of: course)
        let sampleMetrics = (try? CSVTable(contentsOf: file("sample_metrics.csv"))).map(SampleMetricsTable.report)
        var result = RunResult(
            run: name, status: record.status.rawValue, parameters: parameters, course: course, examination: examination,
            verdict: Verdict(
                of: spec, course: course, expectation: Expectation(spec), examination: examination,
                sampleMetrics: sampleMetrics),
            message: record.message ?? "")
        result.sampleMetrics = sampleMetrics.map(SampleMetricsTable.generated) ?? [:]
        switch record.status {
        case .complete, .stopped: break
        case .diverged: result.verdict = Verdict.Kind.diverged.rawValue
        case .interrupted, .failed: result.verdict = ""
        }
        return result
    }
}
