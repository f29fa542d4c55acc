import Diagnostics
import Equilibrium

/// metrics.csv: one row per evaluation, without a clock in it.
public enum MetricsTable {
    /// `samples`: of each kind, real and generated, that the accuracy was taken on; `modes`: of the data, if it has any.
    public static let columns = ["iteration"] + Metric.allCases.map(\.rawValue) + ["samples", modes]
    private static let modes = "modes"
    /// Files of earlier versions lack these: not measured.
    private static let late: Set<String> = [
        Metric.spread.rawValue, Metric.modesCovered.rawValue, Metric.highQuality.rawValue, modes,
    ]

    public static func table(_ course: [Measurement]) -> CSVTable {
        CSVTable(columns: columns, rows: course.map(row))
    }

    public static func row(_ measurement: Measurement) -> [String] {
        [NumberText.exact(measurement.iteration)] + Metric.allCases.map { NumberText.exact($0.value(measurement)) }
            + [
                NumberText.exact(measurement.accuracy.real.count), NumberText.exact(measurement.diversity?.modes),
            ]
    }

    /// The other way: the measurements that the table was written from, to the last bit.
    public static func measurements(_ table: CSVTable, path: String) throws(Diagnostic) -> [Measurement] {
        for column in columns where table.index(of: column) == nil && !late.contains(column) {
            throw Diagnostic("'\(path)' lacks the column '\(column)'", help: "it was written by another version")
        }
        var course: [Measurement] = []
        for (index, row) in table.rows.enumerated() {
            guard let measurement = measurement(Dictionary(uniqueKeysWithValues: zip(table.columns, row))) else {
                throw Diagnostic("'\(path)': row \(index + 1) is no measurement")
            }
            course.append(measurement)
        }
        return course
    }

    private static func measurement(_ cells: [String: String]) -> Measurement? {
        func number(_ metric: Metric) -> Double? { cells[metric.rawValue].flatMap { Double($0) } }
        // Where nothing was left to measure an accuracy on.
        let unmeasured: Double? = cells["samples"] == "0" ? .nan : nil
        guard let iteration = cells["iteration"].flatMap({ Int($0) }),
            let samples = cells["samples"].flatMap({ Int($0) }), samples >= 0,
            let real = number(.accuracyReal) ?? unmeasured, let fake = number(.accuracyFake) ?? unmeasured,
            let threshold = number(.threshold), let area = number(.areaUnderCurve) ?? unmeasured,
            let realOutput = number(.realOutput), let fakeOutput = number(.fakeOutput),
            let deviation = number(.outputDeviation)
        else { return nil }
        let diversity = Diversity(
            spread: number(.spread), modesCovered: number(.modesCovered).flatMap { Int(exactly: $0) },
            modes: cells[modes].flatMap { Int($0) }, highQuality: number(.highQuality))
        return Measurement(
            iteration: iteration,
            accuracy: Accuracy(real: Proportion(share: real, of: samples), fake: Proportion(share: fake, of: samples)),
            threshold: threshold, areaUnderCurve: area, realOutput: realOutput, fakeOutput: fakeOutput,
            outputDeviation: deviation, discriminatorLoss: number(.discriminatorLoss),
            generatorLoss: number(.generatorLoss), discriminatorGradientNorm: number(.discriminatorGradientNorm),
            generatorGradientNorm: number(.generatorGradientNorm),
            diversity: diversity == Diversity(spread: nil) ? nil : diversity)
    }

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
