import Configuration
import Diagnostics
import Equilibrium

/// runs.csv: one row per run. Between status and iteration stand the swept parameters, in the order in which the runs
/// first have them; a run that lacks one leaves its cell empty. Last come the sample metrics that any run has.
public enum RunsTable {
    static let before = ["run", "status"]
    static let after =
        ["iteration"] + Metric.allCases.map(\.rawValue) + [
            "critic", "critic_accuracy", "critic_p_value", "critic_levelled", "total_variation_at_least",
            "strongest_judge", "settled_at", "share_settled", "verdict", "message",
        ]
    private static let ofSamples = Metrics.columns.map(\.name)

    public static func table(_ results: [RunResult]) -> CSVTable {
        let paths = parameterPaths(results)
        let ofSamples = ofSamples.filter { name in results.contains { $0.sampleMetrics[name] != nil } }
        var table = CSVTable(columns: before + paths + after + ofSamples)
        for result in results {
            table.append(
                [result.run, result.status] + paths.map { result.parameter($0) ?? "" }
                    + [NumberText.exact(result.iteration)]
                    + Metric.allCases.map { NumberText.exact(result.metrics[$0]) }
                    + [
                        result.criticMaker ?? "", NumberText.exact(result.criticAccuracy),
                        NumberText.exact(result.criticPValue), result.criticLevelled.map { $0 ? "1" : "0" } ?? "",
                        NumberText.exact(result.bound), result.strongestJudge ?? "",
                    ]
                    + [NumberText.exact(result.settledAt), NumberText.exact(result.shareSettled)]
                    + [result.verdict, result.message]
                    + ofSamples.map { NumberText.exact(result.sampleMetrics[$0]) })
        }
        return table
    }

    /// The other way. Columns that are not named above are parameters; columns that are missing were not measured.
    public static func results(_ table: CSVTable, path: String) throws(Diagnostic) -> [RunResult] {
        guard isRuns(table) else {
            throw Diagnostic(
                "'\(path)' is no table of runs", help: "it needs the columns 'run' and 'status'")
        }
        let known = Set(before + after + ofSamples)
        let paths = table.columns.filter { !known.contains($0) }
        return table.rows.map { row in
            let cells = Dictionary(zip(table.columns, row), uniquingKeysWith: { first, _ in first })
            func number(_ column: String) -> Double? { cells[column].flatMap { Double($0) } }
            var result = RunResult(run: cells["run"] ?? "", status: cells["status"] ?? "")
            result.parameters = paths.compactMap { path in
                cells[path].flatMap { $0.isEmpty ? nil : Parameter(path: path, text: $0) }
            }
            result.iteration = cells["iteration"].flatMap { Int($0) }
            for metric in Metric.allCases { result.metrics[metric] = number(metric.rawValue) }
            result.criticAccuracy = number("critic_accuracy")
            result.criticPValue = number("critic_p_value")
            func text(_ column: String) -> String? { cells[column].flatMap { $0.isEmpty ? nil : $0 } }
            result.criticMaker = text("critic")
            result.criticLevelled = text("critic_levelled").map { $0 == "1" }
            result.bound = number("total_variation_at_least")
            result.strongestJudge = text("strongest_judge")
            result.settledAt = cells["settled_at"].flatMap { Int($0) }
            result.shareSettled = number("share_settled")
            result.verdict = cells["verdict"] ?? ""
            result.message = cells["message"] ?? ""
            for name in ofSamples { result.sampleMetrics[name] = number(name) }
            return result
        }
    }

    static func isRuns(_ table: CSVTable) -> Bool { table.columns.contains("run") && table.columns.contains("status") }

    static func parameterPaths(_ results: [RunResult]) -> [String] {
        var seen = Set<String>()
        return results.flatMap { $0.parameters.map(\.path) }.filter { seen.insert($0).inserted }
    }
}
