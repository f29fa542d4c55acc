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
    private static let ofSamples = Metrics.columns.map(\.name)

    public static func table(_ results: [RunResult]) -> CSVTable {
        let swept = parameterPaths(results).map { path in Column(path, "", text: { $0.parameter(path) }) }
        let evaluation = EvaluationColumn.all.map { column in
            Column(column.name, column.meaning, number: { $0.metrics[column] })
        }
        let samples = ofSamples.filter { name in results.contains { $0.sampleMetrics[name] != nil } }
            .map { name in Column(name, "", number: { $0.sampleMetrics[name] }) }
        let columns = evaluation + after.dropFirst()
        // A column without a number in it is text to most readers.
        let measured = columns.filter { column in
            column.name == verdict.name || results.isEmpty || results.contains { !column.cell($0).isEmpty }
        }
        return CSVTable(before + swept + after.prefix(1) + measured + samples, results)
    }

    /// The other way. Columns that are not named above are parameters; columns that are missing were not measured.
    public static func results(_ rows: CSVFileRows) throws(Diagnostic) -> [RunResult] {
        guard isRuns(rows.columns) else {
            throw Diagnostic(
                "'\(rows.path)' is no table of runs", help: "it needs the columns '\(run.name)' and '\(status.name)'")
        }
        let columns = TableColumns(rows.columns)
        let known = Set((before + after).map(\.name) + EvaluationColumn.all.map(\.name) + ofSamples)
        let paths = rows.columns.filter { !known.contains($0) }
        var (rows, results, size) = (rows, [RunResult](), 0)
        while try rows.next() {
            results.append(result(TableCells(columns, rows.cells), paths))
            size += rows.row.size
            guard results.count <= mostRuns, size <= mostBytes else {
                let limit = size > mostBytes ? "\(mostBytes >> 20) MiB of" : "\(NumberText.grouped(mostRuns))"
                throw Diagnostic(
                    "'\(rows.path)' holds more than \(limit) runs, the most that are read of a table",
                    help: "a sweep has 10,000 runs at most: is it a table of runs?")
            }
        }
        return results
    }

    /// Of a file; no rows where there is none.
    public static func results(contentsOf path: String) throws -> [RunResult] {
        try Folder.kind(path) == nil ? [] : CSVFileRows.read(path) { rows in try results(rows) }
    }

    /// Twice as many as a sweep may have.
    private static let mostRuns = 20_000
    private static let mostBytes = 1 << 24

    private static func result(_ cells: TableCells, _ paths: [String]) -> RunResult {
        var result = RunResult(run: cells.text(run) ?? "", status: cells.text(status) ?? "")
        result.parameters = paths.compactMap { path in
            cells.cell(path).flatMap { $0.isEmpty ? nil : Parameter(path: path, text: $0) }
        }
        result.iteration = cells.integer(iteration)
        for column in EvaluationColumn.all { result.metrics[column] = cells.number(column) }
        result.criticMaker = cells.text(critic)
        result.criticAccuracy = cells.number(criticAccuracy)
        result.criticPValue = cells.number(criticPValue)
        result.criticLevelled = cells.flag(criticLevelled)
        result.bound = cells.number(bound)
        result.strongestJudge = cells.text(strongestJudge)
        result.settledAt = cells.integer(settledAt)
        result.shareSettled = cells.number(shareSettled)
        result.verdict = cells.text(verdict) ?? ""
        result.message = cells.text(message) ?? ""
        for name in ofSamples { result.sampleMetrics[name] = cells.cell(name).flatMap { Double($0) } }
        return result
    }

    static func isRuns(_ columns: [String]) -> Bool {
        before.allSatisfy { columns.contains($0.name) }
    }

    /// Paths of the parameters that any of the runs has, in the order in which they first have them.
    public static func parameterPaths(_ results: [RunResult]) -> [String] {
        var seen = Set<String>()
        return results.flatMap { $0.parameters.map(\.path) }.filter { seen.insert($0).inserted }
    }
}
