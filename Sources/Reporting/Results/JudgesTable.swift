import Diagnostics
import Equilibrium
import Formats

/// judges.csv: one row per judge and examination of the generator, without a clock in it.
public enum JudgesTable {
    public typealias Column = TableColumn<(iteration: Int?, finding: Finding)>

    private static let iteration = Column("iteration", "the generator was frozen after it", integer: { $0.iteration })
    private static let judge = Column("judge", "its name", text: { $0.finding.judge })
    private static let real = Column(
        "real_samples", "real samples that its test looked at; of `modes`, draws of the mixture",
        integer: { $0.finding.realCount })
    private static let generated = Column(
        "generated_samples", "generated samples that its test looked at", integer: { $0.finding.generatedCount })
    private static let statistic = Column(
        "statistic", "what the judge computes: an accuracy, a squared discrepancy, ...",
        number: { $0.finding.statistic })
    private static let pValue = Column(
        "p_value",
        "the probability of a statistic at least this far from what is expected, if both kinds were distributed alike",
        number: { $0.finding.pValue })
    private static let logPValue = Column(
        "log10_p_value", "its decimal logarithm", number: { $0.finding.logPValue })
    private static let distance = Column(
        "distance",
        "the judge's estimate of the total variation distance that it sees, which is at most the true one but for chance",
        number: { $0.finding.distance })
    static let bound = Column(
        "total_variation_at_least",
        "the lower bound on the total variation distance that it proves; 0 where it found no difference. All bounds of an "
            + "examination hold together with 95 % confidence", number: { $0.finding.bound })
    private static let visible = Column(
        "smallest_visible",
        "the smallest total variation distance that it would have found four times in five; empty where it could have found "
            + "none", number: { $0.finding.visible })
    private static let level = Column(
        "level",
        "the p-value below which it finds a difference: \(NumberText.brief(Evidence.significance)) over the number of judges",
        number: { $0.finding.level })

    public static let columns = [
        iteration, judge, real, generated, statistic, pValue, logPValue, distance, bound, visible, level,
    ]

    public static func table(_ examinations: [Examination]) -> CSVTable {
        CSVTable(
            columns,
            examinations.flatMap { examination in examination.evidence.findings.map { (examination.iteration, $0) } })
    }

    /// Findings that no iteration of a run belongs to: all columns but that one.
    public static func table(_ findings: [Finding]) -> CSVTable {
        CSVTable(Array(columns.dropFirst()), findings.map { (nil, $0) })
    }

    /// The other way: what was found at each iteration, to the last bit.
    public static func evidence(_ table: CSVTable, path: String) throws(Diagnostic) -> [Int: Evidence] {
        let found = try table.rows(needing: columns.map(\.name), of: path, "finding of a judge") { cells in
            finding(cells).flatMap { finding in cells.integer(iteration).map { ($0, finding) } }
        }
        return Dictionary(grouping: found, by: \.0).mapValues { Evidence($0.map(\.1)) }
    }

    private static func finding(_ cells: TableCells) -> Finding? {
        guard let judge = cells.text(judge), Judges.judge(judge) != nil, let real = cells.count(real),
            let generated = cells.count(generated), let statistic = cells.number(statistic),
            let logPValue = cells.number(logPValue), let distance = cells.number(distance),
            let bound = cells.number(bound), let level = cells.number(level)
        else { return nil }
        return Finding(
            judge: judge, realCount: real, generatedCount: generated, statistic: statistic, logPValue: logPValue,
            distance: distance, bound: bound, visible: cells.number(visible), level: level)
    }
}
