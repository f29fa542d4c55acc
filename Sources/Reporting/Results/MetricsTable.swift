import Diagnostics
import Equilibrium
import Formats

/// metrics.csv: one row per evaluation, without a clock in it.
public enum MetricsTable {
    private static let iteration = TableColumn<Measurement>(
        "iteration", "iterations trained; 0 is before the first", integer: { $0.iteration })
    private static let samples = TableColumn<Measurement>(
        "samples", "real samples in the evaluation, and as many generated", integer: { $0.accuracy.real.count })
    private static let modes = TableColumn<Measurement>(
        "modes", "of a mixture: all its modes", integer: { $0.diversity?.modes })

    public static let columns = columns(of: EvaluationColumn.all)

    static func columns(of evaluation: [EvaluationColumn]) -> [TableColumn<Measurement>] {
        [iteration] + evaluation.map { column in TableColumn(column.name, column.meaning, number: column.value) }
            + [samples, modes]
    }

    /// Without these nothing can be read back. Files of earlier versions lack others: not measured.
    private static let needed =
        [iteration.name, samples.name]
        + [
            EvaluationColumn.accuracyReal, .accuracyFake, .threshold, .areaUnderCurve, .realOutput, .fakeOutput,
            .outputDeviation, .discriminatorLoss, .generatorLoss, .discriminatorGradientNorm, .generatorGradientNorm,
        ].map(\.name)

    public static func table(_ course: [Measurement], columns evaluation: [EvaluationColumn] = EvaluationColumn.all)
        -> CSVTable
    {
        CSVTable(columns(of: evaluation), course)
    }

    /// The other way: the measurements that the table was written from, to the last bit.
    public static func measurements(_ table: CSVTable, path: String) throws(Diagnostic) -> [Measurement] {
        try table.rows(needing: needed, of: path, "measurement", measurement)
    }

    /// The same of a file, in order, of which a row at a time is in memory.
    /// - Returns: false where there is none.
    @discardableResult
    public static func eachMeasurement(
        in path: String, _ body: (Measurement) -> Void
    ) throws -> Bool {
        guard try Folder.kind(path) != nil else { return false }
        try CSVFileRows.read(path) { rows in try rows.each(needing: needed, "measurement", measurement, body) }
        return true
    }

    private static func measurement(_ cells: TableCells) -> Measurement? {
        // Where nothing was left to measure an accuracy on.
        let unmeasured: Double? = cells.text(samples) == "0" ? .nan : nil
        guard let iteration = cells.integer(iteration), let samples = cells.count(samples),
            let real = cells.number(.accuracyReal) ?? unmeasured, let fake = cells.number(.accuracyFake) ?? unmeasured,
            let threshold = cells.number(.threshold), let area = cells.number(.areaUnderCurve) ?? unmeasured,
            let realOutput = cells.number(.realOutput), let fakeOutput = cells.number(.fakeOutput),
            let deviation = cells.number(.outputDeviation)
        else { return nil }
        let diversity = Diversity(
            spread: cells.number(.spread), modesCovered: cells.number(.modesCovered).flatMap { Int(exactly: $0) },
            modes: cells.integer(modes), highQuality: cells.number(.highQuality))
        return Measurement(
            iteration: iteration,
            accuracy: Accuracy(real: Proportion(share: real, of: samples), fake: Proportion(share: fake, of: samples)),
            threshold: threshold, areaUnderCurve: area, realOutput: realOutput, fakeOutput: fakeOutput,
            outputDeviation: deviation, discriminatorLoss: cells.number(.discriminatorLoss),
            generatorLoss: cells.number(.generatorLoss),
            discriminatorGradientNorm: cells.number(.discriminatorGradientNorm),
            generatorGradientNorm: cells.number(.generatorGradientNorm),
            diversity: diversity == Diversity(spread: nil) ? nil : diversity,
            remembered: EvaluationColumn.remembered { cells.number($0) })
    }

    /// What the last row says, for a run of which nothing but its metrics is known; nil where the table is no
    /// metrics.csv. A table without rows gives a result without metrics.
    static func lastResult(_ rows: inout CSVFileRows, run: String) throws(Diagnostic) -> RunResult? {
        guard [iteration.name, EvaluationColumn.accuracy.name].allSatisfy(rows.columns.contains) else { return nil }
        var result = RunResult(run: run, status: "")
        guard let cells = try rows.last() else { return result }
        result.iteration = cells.integer(iteration)
        for column in EvaluationColumn.all { result.metrics[column] = cells.number(column) }
        return result
    }
}
