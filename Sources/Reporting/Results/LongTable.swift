import Configuration
import Diagnostics
import Formats

/// `metrics.csv` of an experiment: every number of every evaluation of every run, each in a row of its own, as
/// notebooks like it. What was not measured has no row. It is written a row at a time, however many there are.
public enum LongTable {
    /// - Parameters:
    ///   - runs: rows of `runs.csv`, each with the path of the run's own metrics.csv.
    ///   - write: takes the lines, in order.
    /// - Throws: what `write` throws, and where a table cannot be read, which says nothing of what is in it. A run
    ///   whose table is missing or damaged has no rows: `saddle verify` tells.
    public static func write(
        _ runs: [(result: RunResult, metrics: String)], _ write: (String) throws(FileError) -> Void
    ) throws(FileError) {
        let paths = RunsTable.parameterPaths(runs.map(\.result))
        try write(CSVTable.line(["run"] + paths + ["iteration", "column", "value"]))
        for (result, metrics) in runs {
            // Read once before anything is written of it: half a table would look like a whole one.
            guard try each(of: metrics, { _, _, _ in }) else { continue }
            let settings = result.settings
            // The same in all rows of the run.
            let head = CSVTable.line([result.run] + paths.map { settings[$0] ?? "" }).dropLast() + ","
            _ = try each(of: metrics) { iteration, column, value throws(FileError) in
                try write(head + CSVTable.line([iteration, column, value]))
            }
        }
    }

    /// Calls `body` with iteration, column and value of every number of a table.
    /// - Returns: false where there is no table, or it is damaged.
    private static func each(
        of path: String, _ body: (String, String, String) throws(FileError) -> Void
    ) throws(FileError) -> Bool {
        do {
            return try CSVFileRows.read(path) { rows in
                guard let iteration = rows.columns.firstIndex(of: "iteration") else { return false }
                while try rows.next() {
                    let cells = rows.cells
                    for (column, cell) in zip(rows.columns, cells) where column != "iteration" && !cell.isEmpty {
                        try body(cells[iteration], column, cell)
                    }
                }
                return true
            }
        } catch let error as FileError where !error.isMissing {
            throw error
        } catch {
            return false
        }
    }
}
