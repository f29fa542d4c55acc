import Diagnostics

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

    public static let columns = ["iteration", "seconds", "iterations_per_second"]

    public static func table(_ entries: [Entry]) -> CSVTable {
        CSVTable(columns: columns, rows: entries.map(row))
    }

    public static func row(_ entry: Entry) -> [String] {
        [
            NumberText.exact(entry.iteration), NumberText.exact(entry.seconds),
            NumberText.exact(entry.iterationsPerSecond),
        ]
    }

    /// Rows that are not numbers are left out: the clock is no reason to refuse a run.
    public static func entries(_ table: CSVTable) -> [Entry] {
        guard let iterations = table.cells(of: columns[0]), let seconds = table.numbers(of: columns[1]) else {
            return []
        }
        let rates = table.numbers(of: columns[2]) ?? seconds.map { _ in nil }
        return zip(zip(iterations, seconds), rates).compactMap { pair, rate in
            guard let iteration = Int(pair.0), let seconds = pair.1 else { return nil }
            return Entry(iteration: iteration, seconds: seconds, iterationsPerSecond: rate)
        }
    }
}
