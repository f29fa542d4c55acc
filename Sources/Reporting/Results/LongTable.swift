import Configuration
import Diagnostics
import Formats

/// `metrics.csv` of an experiment: every number of every evaluation of every run, each in a row of its own, as
/// notebooks like it. What was not measured has no row. It is written a row at a time, however many there are.
public enum LongTable {
    /// - Parameters:
    ///   - runs: rows of `runs.csv`, each with the path of the run's own metrics.csv.
    ///   - write: takes the lines, in order.
    /// - Throws: what `write` throws. A run whose table is missing or damaged has no rows: `saddle verify` tells.
    public static func write<Failure>(
        _ runs: [(result: RunResult, metrics: String)], _ write: (String) throws(Failure) -> Void
    ) throws(Failure) {
        let paths = RunsTable.parameterPaths(runs.map(\.result))
        try write(CSVTable.line(["run"] + paths + ["iteration", "column", "value"]))
        for (result, metrics) in runs {
            let settings = result.settings
            // The same in all rows of the run.
            let head = CSVTable.line([result.run] + paths.map { settings[$0] ?? "" }).dropLast() + ","
            guard var rows = opened(metrics), let iteration = rows.columns.firstIndex(of: "iteration") else { continue }
            while advanced(&rows) {
                let cells = rows.cells
                for (column, cell) in zip(rows.columns, cells) where column != "iteration" && !cell.isEmpty {
                    try write(head + CSVTable.line([cells[iteration], column, cell]))
                }
            }
        }
    }

    private static func opened(_ path: String) -> CSVFileRows? {
        do throws(Diagnostic) { return try CSVFileRows(path) } catch { return nil }
    }

    private static func advanced(_ rows: inout CSVFileRows) -> Bool {
        do throws(Diagnostic) { return try rows.next() } catch { return false }
    }
}
