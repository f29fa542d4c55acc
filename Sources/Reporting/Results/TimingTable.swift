import Diagnostics
import Formats

/// timing.csv: the clock, kept apart so that metrics.csv is the same in every repetition of a run.
public enum TimingTable {
    public struct Entry: Hashable, Sendable {
        public let iteration: Int
        /// Since the run began, without what was spent outside of it when it was interrupted.
        public let seconds: Double
        /// Since the row before; nil in the first.
        public let iterationsPerSecond: Double?

        public init(iteration: Int, seconds: Double, iterationsPerSecond: Double?) {
            self.iteration = iteration
            self.seconds = seconds
            self.iterationsPerSecond = iterationsPerSecond
        }
    }

    private static let iteration = TableColumn<Entry>("iteration", "iterations trained", integer: { $0.iteration })
    private static let seconds = TableColumn<Entry>(
        "seconds", "of training so far, without what was spent outside of it when the run was interrupted",
        number: { $0.seconds })
    private static let rate = TableColumn<Entry>(
        "iterations_per_second", "since the row before", number: { $0.iterationsPerSecond })

    public static let columns = [iteration, seconds, rate]

    public static func table(_ entries: [Entry]) -> CSVTable { CSVTable(columns, entries) }

    /// Rows that are not numbers are left out: the clock is no reason to refuse a run.
    public static func entries(_ table: CSVTable) -> [Entry] {
        let columns = TableColumns(table.columns)
        return table.rows.compactMap { row in
            let cells = TableCells(columns, row)
            guard let iteration = cells.integer(iteration), let seconds = cells.number(seconds) else { return nil }
            return Entry(iteration: iteration, seconds: seconds, iterationsPerSecond: cells.number(rate))
        }
    }
}
