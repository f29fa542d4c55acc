import Configuration
import Diagnostics

/// The table at the end of a session: one line per run, in the order of `RunOrder`, with the parameters in which the
/// runs differ.
public enum RunSummary {
    /// The table and, below it, what there was no room for.
    /// - Parameter width: of the terminal in columns; nil: of any length.
    public static func text(_ results: [RunResult], indent: Int, width: Int?) -> String {
        let (table, left) = table(results).fitted(to: width, indent: indent)
        let note =
            left.isEmpty
            ? ""
            : LineBreaks.wrapped("No room for: \(left.joined(separator: ", ")). runs.csv has all.", indent, width)
        return table.text(indent: indent, width: width) + note
    }

    public static func table(_ results: [RunResult]) -> TextTable {
        let results = RunOrder.sorted(results)
        let hasIncomplete = results.contains { !$0.isComplete }
        let hasCritic = results.contains { $0.criticAccuracy != nil }
        let hasBound = results.contains { $0.bound != nil }
        let paths = differing(results)
        let tails = results.map { tail($0.run) }
        // Its settings are in the columns beside it.
        let isShort = !paths.isEmpty && Set(tails).count == tails.count
        typealias Cell = (RunResult) -> String
        var columns: [(TextTable.Column, Cell)] = [
            (.init("run", rank: isShort ? 3 : 0), { isShort ? tail($0.run) : $0.run })
        ]
        for (path, title) in zip(paths, Comparison.shortened(paths)) {
            let isNumeric = results.allSatisfy { $0.parameter(path).map { Double($0) != nil } ?? true }
            columns.append((.init(title, isNumeric ? .right : .left, rank: 1), { $0.parameter(path) ?? "-" }))
        }
        func number(_ title: String, rank: Int, _ value: @escaping (RunResult) -> Double?) {
            columns.append((.init(title, .right, rank: rank), { NumberText.rounded(value($0)) }))
        }
        number("accuracy", rank: 2) { $0.metrics[.accuracy] }
        number("distance", rank: 6) { $0.metrics[.distance] }
        number("on real", rank: 8) { $0.metrics[.accuracyReal] }
        number("on fake", rank: 8) { $0.metrics[.accuracyFake] }
        if hasCritic { number("critic", rank: 4) { $0.criticAccuracy } }
        if hasBound { number("proved", rank: 1) { $0.bound } }
        columns.append((.init("settled at", .right, rank: 7), { $0.settledAt.map(NumberText.grouped) ?? "-" }))
        if hasIncomplete { columns.append((.init("status", rank: 5), { $0.status })) }
        columns.append((.init("verdict"), { $0.verdict }))
        return TextTable(columns.map(\.0), rows: results.map { result in columns.map { $0.1(result) } })
    }

    /// Paths of the parameters that tell the runs apart.
    private static func differing(_ results: [RunResult]) -> [String] {
        RunsTable.parameterPaths(results).filter { path in Set(results.map { $0.parameter(path) }).count > 1 }
    }

    /// The end of a run's id, by which its folder is found: `abdb6039`.
    private static func tail(_ run: String) -> String { run.split(separator: "-").last.map(String.init) ?? run }
}
