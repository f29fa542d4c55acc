import Diagnostics
import Equilibrium

/// judges.csv: one row per judge and examination of the generator, without a clock in it.
public enum JudgesTable {
    public static let columns = [
        "iteration", "judge", "real_samples", "generated_samples", "statistic", "p_value", "log10_p_value", "distance",
        "total_variation_at_least", "smallest_visible", "level",
    ]

    public static func table(_ examinations: [Examination]) -> CSVTable {
        CSVTable(
            columns: columns,
            rows: examinations.flatMap { examination in
                examination.evidence.findings.map { [NumberText.exact(examination.iteration)] + cells($0) }
            })
    }

    /// All but the iteration.
    public static func cells(_ finding: Finding) -> [String] {
        [finding.judge, NumberText.exact(finding.realCount), NumberText.exact(finding.generatedCount)]
            + [
                finding.statistic, finding.pValue, finding.logPValue, finding.distance, finding.bound, finding.visible,
                finding.level,
            ].map { NumberText.exact($0) }
    }

    /// The other way: what was found at each iteration, to the last bit.
    public static func evidence(_ table: CSVTable, path: String) throws(Diagnostic) -> [Int: Evidence] {
        for column in columns where table.index(of: column) == nil {
            throw Diagnostic("'\(path)' lacks the column '\(column)'", help: "it was written by another version")
        }
        var findings: [Int: [Finding]] = [:]
        for (index, row) in table.rows.enumerated() {
            let cells = Dictionary(zip(table.columns, row), uniquingKeysWith: { first, _ in first })
            guard let iteration = cells["iteration"].flatMap({ Int($0) }), let finding = finding(cells) else {
                throw Diagnostic("'\(path)': row \(index + 1) is no finding of a judge")
            }
            findings[iteration, default: []].append(finding)
        }
        return findings.mapValues(Evidence.init)
    }

    private static func finding(_ cells: [String: String]) -> Finding? {
        func number(_ column: String) -> Double? { cells[column].flatMap { Double($0) } }
        func count(_ column: String) -> Int? { cells[column].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }
        guard let judge = cells["judge"], Judges.judge(judge) != nil, let real = count("real_samples"),
            let generated = count("generated_samples"), let statistic = number("statistic"),
            let logPValue = number("log10_p_value"), let distance = number("distance"),
            let bound = number("total_variation_at_least"), let level = number("level")
        else { return nil }
        return Finding(
            judge: judge, realCount: real, generatedCount: generated, statistic: statistic, logPValue: logPValue,
            distance: distance, bound: bound, visible: number("smallest_visible"), level: level)
    }
}
