/// metrics.csv: one row per evaluation.
public enum MetricsTable {
    public static let columns = ["iteration"] + Metric.allCases.map(\.rawValue)

    /// What the last row says, for a run of which nothing but its metrics is known; nil where the table is no
    /// metrics.csv. A table without rows gives a result without metrics.
    static func lastResult(_ table: CSVTable, run: String) -> RunResult? {
        guard table.index(of: "iteration") != nil, table.index(of: Metric.accuracy.rawValue) != nil else { return nil }
        var result = RunResult(run: run, status: "")
        result.iteration = table.cells(of: "iteration")?.last.flatMap { Int($0) }
        for metric in Metric.allCases { result.metrics[metric] = table.numbers(of: metric.rawValue)?.last ?? nil }
        return result
    }
}
