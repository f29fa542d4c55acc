import Diagnostics
import Equilibrium

/// critic.csv: one row per examination of the generator, with what a fresh critic found, if one was asked, and the
/// variety of the samples; without a clock in it. What judges make of it stands in judges.csv.
public enum CriticTable {
    public static let columns = [
        "iteration", "critic", "critic_accuracy", "critic_accuracy_low", "critic_accuracy_high", "critic_accuracy_real",
        "critic_accuracy_fake", "critic_p_value", "critic_log10_p_value", "critic_auc", "critic_cross_entropy",
        "critic_cross_entropy_error", "jensen_shannon_at_least", "critic_updates", "critic_levelled", "critic_trained_on",
        "samples", "spread", "modes_covered", "modes", "high_quality_share", "relative_coverage", "relative_precision",
    ]

    public static func table(_ examinations: [Examination]) -> CSVTable {
        CSVTable(columns: columns, rows: examinations.map(row))
    }

    private static func row(_ examination: Examination) -> [String] {
        let diversity = examination.diversity
        return [NumberText.exact(examination.iteration)] + cells(examination.critic)
            + [
                NumberText.exact(diversity.spread), NumberText.exact(diversity.modesCovered),
                NumberText.exact(diversity.modes), NumberText.exact(diversity.highQuality),
                NumberText.exact(diversity.relativeCoverage), NumberText.exact(diversity.relativePrecision),
            ]
    }

    private static func cells(_ critic: CriticResult?) -> [String] {
        guard let critic else { return [String](repeating: "", count: 16) }
        let accuracy = critic.accuracy
        let numbers: [Double?] = [
            accuracy.mean, accuracy.interval.lower, accuracy.interval.upper, accuracy.real.value, accuracy.fake.value,
            critic.pValue, critic.logPValue, critic.areaUnderCurve, critic.crossEntropy, critic.crossEntropyError,
            critic.jensenShannon.estimate,
        ]
        return [critic.maker] + numbers.map { NumberText.exact($0) }
            + [
                NumberText.exact(critic.updates), critic.isLevelled ? "1" : "0", NumberText.exact(critic.trainedOn),
                NumberText.exact(accuracy.real.count),
            ]
    }

    /// The other way: the examinations that the two tables were written from, to the last bit.
    public static func examinations(
        _ table: CSVTable, _ evidence: [Int: Evidence], path: String
    ) throws(Diagnostic) -> [Examination] {
        for column in columns where table.index(of: column) == nil {
            throw Diagnostic("'\(path)' lacks the column '\(column)'", help: "it was written by another version")
        }
        var examinations: [Examination] = []
        for (index, row) in table.rows.enumerated() {
            let cells = Dictionary(zip(table.columns, row), uniquingKeysWith: { first, _ in first })
            guard let examination = examination(cells, evidence) else {
                throw Diagnostic("'\(path)': row \(index + 1) is no examination")
            }
            examinations.append(examination)
        }
        return examinations
    }

    private static func examination(_ cells: [String: String], _ evidence: [Int: Evidence]) -> Examination? {
        func number(_ column: String) -> Double? { cells[column].flatMap { Double($0) } }
        func integer(_ column: String) -> Int? { cells[column].flatMap { Int($0) } }
        guard let iteration = integer("iteration") else { return nil }
        let critic = critic(cells, iteration)
        guard critic != nil || cells["critic_accuracy"] == "" else { return nil }
        return Examination(
            iteration: iteration, critic: critic,
            diversity: Diversity(
                spread: number("spread"), modesCovered: integer("modes_covered"), modes: integer("modes"),
                highQuality: number("high_quality_share"), relativeCoverage: number("relative_coverage"),
                relativePrecision: number("relative_precision")), evidence: evidence[iteration] ?? Evidence([]))
    }

    private static func critic(_ cells: [String: String], _ iteration: Int) -> CriticResult? {
        func number(_ column: String) -> Double? { cells[column].flatMap { Double($0) } }
        func share(_ column: String) -> Double? { number(column).flatMap { (0...1).contains($0) ? $0 : nil } }
        func integer(_ column: String) -> Int? { cells[column].flatMap { Int($0) } }
        guard let maker = cells["critic"], let samples = integer("samples"), samples >= 0,
            let real = share("critic_accuracy_real"), let fake = share("critic_accuracy_fake"),
            let crossEntropy = number("critic_cross_entropy"), let error = number("critic_cross_entropy_error"),
            let area = number("critic_auc"), let updates = integer("critic_updates"),
            let levelled = integer("critic_levelled"), (0...1).contains(levelled),
            let trainedOn = integer("critic_trained_on")
        else { return nil }
        return CriticResult(
            iteration: iteration, maker: maker,
            accuracy: Accuracy(real: Proportion(share: real, of: samples), fake: Proportion(share: fake, of: samples)),
            crossEntropy: crossEntropy, crossEntropyError: error, areaUnderCurve: area, updates: updates,
            trainedOn: trainedOn, isLevelled: levelled == 1)
    }
}

extension Proportion {
    /// From a record: successes are whole or half numbers, which a quotient in double precision gives back exactly.
    init(share: Double, of count: Int) {
        self.init(successes: (share * Double(count) * 2).rounded() / 2, count: count)
    }
}
