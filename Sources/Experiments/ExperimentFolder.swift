import Configuration
import Equilibrium
import Reporting

/// The folder of one experiment: a folder for each run, and `runs.csv` over them.
public struct ExperimentFolder: Sendable {
    public let path: String

    public init(results: String, experiment: String) { path = "\(results)/\(experiment)" }

    public func run(_ id: String) -> RunFolder { RunFolder("\(path)/\(id)") }

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
        var result = RunResult(
            run: run.id, status: record.status.rawValue, parameters: run.run.parameters, course: course,
            verdict: Verdict(course: course, expectation: Expectation(run.spec)), message: record.message ?? "")
        switch record.status {
        case .complete: break
        case .diverged: result.verdict = Verdict.Kind.diverged.rawValue
        case .interrupted, .failed: result.verdict = ""
        }
        return result
    }
}
