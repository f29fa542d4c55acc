import Configuration
import Equilibrium
import Foundation
import Reporting

/// The folder of one experiment: a folder for each run, and `runs.csv` over them.
public struct ExperimentFolder: Sendable {
    public let path: String

    public init(results: String, experiment: String) { path = "\(results)/\(experiment)" }

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
        let folder = self.run(run.id)
        guard let record = folder.record else { return nil }
        let metrics = folder.file("metrics.csv")
        let course = (try? MetricsTable.measurements(CSVTable(contentsOf: metrics), path: metrics)) ?? []
        let examination = folder.examinations.last
        var result = RunResult(
            run: run.id, status: record.status.rawValue, parameters: run.run.parameters, course: course,
            examination: examination,
            verdict: Verdict(course: course, expectation: Expectation(run.spec), examination: examination),
            message: record.message ?? "")
        if let table = try? CSVTable(contentsOf: folder.file("sample_metrics.csv")) {
            result.sampleMetrics = SampleMetricsTable.generated(table)
        }
        switch record.status {
        case .complete, .stopped: break
        case .diverged: result.verdict = Verdict.Kind.diverged.rawValue
        case .interrupted, .failed: result.verdict = ""
        }
        return result
    }
}
