import Diagnostics
import Equilibrium

/// critic.csv: one row per examination of the generator by a fresh critic, without a clock in it.
public enum CriticTable {
    private static let successes = ["critic_accuracy_real", "critic_accuracy_fake"]
    public static let columns =
        ["iteration", "critic_accuracy", "critic_accuracy_low", "critic_accuracy_high"] + successes + [
            "critic_p_value", "critic_log10_p_value", "critic_smallest_visible", "critic_auc", "critic_cross_entropy",
            "critic_cross_entropy_error", "total_variation_at_least", "jensen_shannon_at_least", "critic_updates",
            "critic_trained_on", "samples", "spread", "modes_covered", "modes", "high_quality_share",
        ] + late
    /// Files of earlier versions lack these: not measured.
    private static let late = ["relative_coverage", "relative_precision"]

    public static func table(_ examinations: [Examination]) -> CSVTable {
        CSVTable(columns: columns, rows: examinations.map(row))
    }

    private static func row(_ examination: Examination) -> [String] {
        let (critic, diversity) = (examination.critic, examination.diversity)
        let accuracy = critic.accuracy
        let numbers: [Double?] = [
            accuracy.mean, accuracy.interval.lower, accuracy.interval.upper, accuracy.real.value, accuracy.fake.value,
            critic.pValue, critic.logPValue, critic.smallestVisible, critic.areaUnderCurve, critic.crossEntropy,
            critic.crossEntropyError, critic.totalVariation.estimate, critic.jensenShannon.estimate,
        ]
        return [NumberText.exact(critic.iteration)] + numbers.map { NumberText.exact($0) }
            + [critic.updates, critic.trainedOn, accuracy.real.count].map { NumberText.exact($0) }
            + [
                NumberText.exact(diversity.spread), NumberText.exact(diversity.modesCovered),
                NumberText.exact(diversity.modes), NumberText.exact(diversity.highQuality),
                NumberText.exact(diversity.relativeCoverage), NumberText.exact(diversity.relativePrecision),
            ]
    }

    /// The other way: the examinations that the table was written from, to the last bit.
    public static func examinations(_ table: CSVTable, path: String) throws(Diagnostic) -> [Examination] {
        for column in columns where table.index(of: column) == nil && !late.contains(column) {
            throw Diagnostic("'\(path)' lacks the column '\(column)'", help: "it was written by another version")
        }
        var examinations: [Examination] = []
        for (index, row) in table.rows.enumerated() {
            guard let examination = examination(Dictionary(uniqueKeysWithValues: zip(table.columns, row))) else {
                throw Diagnostic("'\(path)': row \(index + 1) is no examination")
            }
            examinations.append(examination)
        }
        return examinations
    }

    private static func examination(_ cells: [String: String]) -> Examination? {
        func number(_ column: String) -> Double? { cells[column].flatMap { Double($0) } }
        func share(_ column: String) -> Double? { number(column).flatMap { (0...1).contains($0) ? $0 : nil } }
        func integer(_ column: String) -> Int? { cells[column].flatMap { Int($0) } }
        guard let iteration = integer("iteration"), let samples = integer("samples"), samples >= 0,
            let real = share("critic_accuracy_real"), let fake = share("critic_accuracy_fake"),
            let crossEntropy = number("critic_cross_entropy"), let error = number("critic_cross_entropy_error"),
            let area = number("critic_auc"), let updates = integer("critic_updates"),
            let trainedOn = integer("critic_trained_on")
        else { return nil }
        let accuracy = Accuracy(real: Proportion(share: real, of: samples), fake: Proportion(share: fake, of: samples))
        return Examination(
            critic: CriticResult(
                iteration: iteration, accuracy: accuracy, crossEntropy: crossEntropy, crossEntropyError: error,
                areaUnderCurve: area, updates: updates, trainedOn: trainedOn),
            diversity: Diversity(
                spread: number("spread"), modesCovered: integer("modes_covered"), modes: integer("modes"),
                highQuality: number("high_quality_share"), relativeCoverage: number("relative_coverage"),
                relativePrecision: number("relative_precision")))
    }
}

extension Proportion {
    /// From a record: successes are whole or half numbers, which a quotient in double precision gives back exactly.
    init(share: Double, of count: Int) {
        self.init(successes: (share * Double(count) * 2).rounded() / 2, count: count)
    }
}
