import Configuration
import Diagnostics
import Equilibrium
import Formats

/// runs.csv: one row per run. Between status and iteration stand the swept parameters, in the order in which the runs
/// first have them; a run that lacks one leaves its cell empty. Last come the sample metrics that any run has.
public enum RunsTable {
    public typealias Column = TableColumn<RunResult>

    static let run = Column("run", "the run's id, which names its folder", text: { $0.run })
    static let status = Column(
        "status", "`complete`, `stopped`, `diverged`, `interrupted` or `failed`", text: { $0.status })
    static let iteration = Column("iteration", "of the last evaluation", integer: { $0.iteration })
    private static let critic = Column(
        CriticTable.maker.name, "of the fresh critic at that iteration, as in `critic.csv`", text: { $0.criticMaker })
    static let criticAccuracy = Column(
        CriticTable.accuracy.name, "its accuracy: 0.5 where it sees no difference", number: { $0.criticAccuracy })
    private static let criticPValue = Column(
        CriticTable.pValue.name, "its p-value, as in `critic.csv`", number: { $0.criticPValue })
    private static let criticLevelled = Column(
        CriticTable.levelled.name, "whether it had levelled off, as in `critic.csv`", flag: { $0.criticLevelled })
    static let bound = Column(
        JudgesTable.bound.name,
        "the largest lower bound on the total variation distance between real and generated samples that a judge proves; 0 "
            + "where none found a difference", number: { $0.bound })
    private static let strongestJudge = Column(
        "strongest_judge", "the judge that proves it; empty where none found a difference",
        text: { $0.strongestJudge })
    static let settledAt = Column(
        "settled_at",
        "the iteration at which the accuracy came within \(NumberText.brief(VerdictThresholds.nearHalf)) of 0.5 and has not "
            + "left by more than \(NumberText.brief(VerdictThresholds.nearHalf * VerdictThresholds.leaving)) since; empty "
            + "where it did not; `saddle compare` gives a mean where every seed settled", integer: { $0.settledAt })
    static let shareSettled = Column(
        "share_settled",
        "share of the last quarter of the evaluations within \(NumberText.brief(VerdictThresholds.nearHalf))",
        number: { $0.shareSettled })
    private static let verdict = Column(
        "verdict",
        "what the course and the judges say; `equilibrium.md` gives the reason, `saddle explain verdicts` the rules",
        text: { $0.verdict })
    private static let message = Column("message", "why a run is not complete", text: { $0.message })

    static let before = [run, status]
    /// The last evaluation's columns stand behind the first.
    static let after = [
        iteration, critic, criticAccuracy, criticPValue, criticLevelled, bound, strongestJudge, settledAt, shareSettled,
        verdict, message,
    ]

    public static func table(_ results: [RunResult]) -> CSVTable {
        let swept = parameterPaths(results).map { path in Column(path, "", text: { $0.parameter(path) }) }
        let evaluation = EvaluationColumn.all.map { column in
            Column(column.name, column.meaning, number: { $0.metrics[column] })
        }
        let samples = SampleNumbers.names(results.lazy.map { $0.sampleMetrics })
            .map { name in Column(name, "", number: { $0.sampleMetrics[name] }) }
        let columns = evaluation + after.dropFirst()
        // A column without a number in it is text to most readers.
        let measured = columns.filter { column in
            column.name == verdict.name || results.isEmpty || results.contains { !column.cell($0).isEmpty }
        }
        return CSVTable(before + swept + [Self.iteration] + measured + samples, results)
    }

    /// The other way. Columns that are not named above are parameters; columns that are missing were not measured.
    public static func results(_ rows: CSVFileRows) throws(Diagnostic) -> [RunResult] {
        try results(rows, most: mostRuns)
    }

    static func results(_ rows: CSVFileRows, most: Int) throws(Diagnostic) -> [RunResult] {
        guard isRuns(rows.columns) else {
            throw Diagnostic(
                "'\(rows.path)' is no table of runs", help: "it needs the columns '\(run.name)' and '\(status.name)'")
        }
        var reader = RunsReader(rows.columns)
        var (rows, results, size) = (rows, [RunResult](), 0)
        while try rows.next() {
            results.append(reader.result(rows))
            size += rows.size
            guard results.count <= most, size <= mostBytes + results.count * usualBytes else {
                let limit = results.count <= most ? "\(mostBytes >> 20) MiB of" : "\(NumberText.grouped(most))"
                throw Diagnostic(
                    "'\(rows.path)' holds more than \(limit) runs, the most that are read of a table",
                    help: "a sweep has 1,000,000 runs at most: is it a table of runs?")
            }
        }
        return results
    }

    /// Of a file; no rows where there is none.
    public static func results(contentsOf path: String) throws -> [RunResult] {
        try Folder.kind(path) == nil ? [] : CSVFileRows.read(path) { rows in try results(rows) }
    }

    /// Twice as many as a sweep may have.
    private static let mostRuns = 2_000_000
    /// Of a table whose rows are of more than `usualBytes` each.
    private static let mostBytes = 1 << 24
    private static let usualBytes = 1 << 12

    /// Reads row after row of one table: where each column stands is found once, and texts that repeat are kept once.
    private struct RunsReader {
        private let run: Int?, status: Int?, iteration: Int?, critic: Int?, criticAccuracy: Int?, criticPValue: Int?
        private let criticLevelled: Int?, bound: Int?, strongestJudge: Int?, settledAt: Int?, shareSettled: Int?
        private let verdict: Int?, message: Int?
        private let parameters: [(path: String, place: Int)]
        private let evaluation: [(place: Int, column: Int)]
        private let samples: [(place: Int, column: Int)]
        private var texts: [String: String] = [:]

        init(_ columns: [String]) {
            let places = Dictionary(zip(columns, columns.indices), uniquingKeysWith: { first, _ in first })
            let known = Set((before + after).map(\.name) + EvaluationNames.all + SampleMetricNames.all)
            func place(_ column: Column) -> Int? { places[column.name] }
            (run, status, iteration) = (place(RunsTable.run), place(RunsTable.status), place(RunsTable.iteration))
            critic = place(RunsTable.critic)
            (criticAccuracy, criticPValue) = (place(RunsTable.criticAccuracy), place(RunsTable.criticPValue))
            criticLevelled = place(RunsTable.criticLevelled)
            (bound, strongestJudge) = (place(RunsTable.bound), place(RunsTable.strongestJudge))
            (settledAt, shareSettled) = (place(RunsTable.settledAt), place(RunsTable.shareSettled))
            (verdict, message) = (place(RunsTable.verdict), place(RunsTable.message))
            parameters = columns.enumerated().filter { !known.contains($1) }.map { ($1, $0) }
            evaluation = EvaluationNames.all.enumerated().compactMap { place, name in
                places[name].map { (place, $0) }
            }
            samples = SampleMetricNames.all.enumerated().compactMap { place, name in places[name].map { (place, $0) } }
        }

        mutating func result(_ row: CSVFileRows) -> RunResult {
            func text(_ place: Int?) -> String? {
                guard let place else { return nil }
                let cell = row.cell(place)
                return cell.isEmpty ? nil : cell
            }
            func number(_ place: Int?) -> Double? { place.flatMap { row.number($0) } }
            func integer(_ place: Int?) -> Int? { text(place).flatMap { Int($0) } }
            var result = RunResult(run: text(run) ?? "", status: shared(text(status)) ?? "")
            result.parameters.reserveCapacity(parameters.count)
            for (path, place) in parameters {
                let cell = row.cell(place)
                if !cell.isEmpty { result.parameters.append(Parameter(path: path, text: cell)) }
            }
            result.iteration = integer(iteration)
            for (place, column) in evaluation { result.metrics[place] = row.number(column) }
            result.criticMaker = shared(text(critic))
            result.criticAccuracy = number(criticAccuracy)
            result.criticPValue = number(criticPValue)
            result.criticLevelled = text(criticLevelled).flatMap { $0 == "1" ? true : $0 == "0" ? false : nil }
            result.bound = number(bound)
            result.strongestJudge = shared(text(strongestJudge))
            result.settledAt = integer(settledAt)
            result.shareSettled = number(shareSettled)
            result.verdict = shared(text(verdict)) ?? ""
            result.message = text(message) ?? ""
            for (place, column) in samples { result.sampleMetrics[place] = row.number(column) }
            return result
        }

        private mutating func shared(_ text: String?) -> String? {
            guard let text, text.utf8.count > 15 else { return text }
            if let known = texts[text] { return known }
            if texts.count < 1000 { texts[text] = text }
            return text
        }
    }

    static func isRuns(_ columns: [String]) -> Bool {
        before.allSatisfy { columns.contains($0.name) }
    }

    /// Paths of the parameters that any of the runs has, in the order in which they first have them.
    public static func parameterPaths(_ results: [RunResult]) -> [String] {
        var (paths, seen) = ([String](), Set<String>())
        for result in results {
            let own = result.parameters
            // Most runs have the same, in the same order: a sweep may have a million.
            if own.count == paths.count, zip(own, paths).allSatisfy({ $0.path == $1 }) { continue }
            for parameter in own where seen.insert(parameter.path).inserted { paths.append(parameter.path) }
        }
        return paths
    }
}
