import Configuration
import Equilibrium
import Foundation
import Reporting

/// The folder of one experiment: a folder for each run, and `runs.csv` over them.
public struct ExperimentFolder: Sendable {
    public let path: String

    public init(results: String, experiment: String) { path = "\(results)/\(experiment)" }

    init(path: String) { self.path = path }

    public func run(_ id: String) -> RunFolder { RunFolder("\(path)/\(id)") }

    /// Folders of runs that the sweep now calls otherwise, by the new name. A sweep over one more key changes what can be
    /// read in an id, but not the run, and no run is trained twice.
    func renamed(_ runs: [PreparedRun]) -> [String: String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let ids = Set(runs.map(\.id))
        var old: [String: String] = [:]
        for run in runs where !names.contains(run.id) {
            old[run.id] = names.sorted().first { $0.hasSuffix(run.run.idTail) && !ids.contains($0) }
        }
        return old
    }

    /// Removes what a killed program was writing when it died. Nobody else writes here: the folder is locked.
    func removeUnfinishedFiles() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where name.hasSuffix(".tmp") {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }

    func adoptRenamed(_ runs: [PreparedRun]) throws {
        for (new, old) in renamed(runs) {
            try FileManager.default.moveItem(atPath: "\(path)/\(old)", toPath: "\(path)/\(new)")
        }
    }

    /// Writes `runs.csv`: the runs of the sweep as it stands that have been started, in its order.
    func writeIndex(_ experiment: PreparedExperiment) throws {
        let results = experiment.runs.compactMap { result($0) }
        try AtomicFile.write(RunsTable.table(results).text, to: "\(path)/runs.csv")
    }

    /// nil where the run has not been started.
    public func result(_ run: PreparedRun) -> RunResult? {
        self.run(run.id).result(run.spec, parameters: run.run.parameters)
    }

    /// Brings the row of one run in `runs.csv` up to what its folder now holds; nothing happens where it has no row.
    func updateIndex(_ folder: RunFolder, _ spec: RunSpec) throws {
        let index = "\(path)/runs.csv"
        guard FileManager.default.fileExists(atPath: index) else { return }
        // Whoever trains into the folder writes the table anew himself.
        guard let lock = try? ResultsLock(folder: path) else { return }
        defer { withExtendedLifetime(lock) {} }
        var results = try RunsTable.results(CSVTable(contentsOf: index), path: index)
        guard let row = results.firstIndex(where: { $0.run == folder.name }),
            let result = folder.result(spec, parameters: results[row].parameters)
        else { return }
        results[row] = result
        try AtomicFile.write(RunsTable.table(results).text, to: index)
    }
}

extension RunFolder {
    /// What is recorded of the run, in a row; nil where it has not been started.
    func result(_ spec: RunSpec, parameters: [Parameter]) -> RunResult? {
        guard let record else { return nil }
        let metrics = file("metrics.csv")
        let course = (try? MetricsTable.measurements(CSVTable(contentsOf: metrics), path: metrics)) ?? []
        let examination = examinations.last
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
