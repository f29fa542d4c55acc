import Diagnostics
import Equilibrium
import Formats

/// critic.csv: one row per examination of the generator, with what a fresh critic found, if one was asked, and the
/// variety of the samples; without a clock in it. What judges make of it stands in judges.csv,
/// what is known of each class in classes.csv.
public enum CriticTable {
    public typealias Column = TableColumn<Examination>

    private static let iteration = Column("iteration", "the generator was frozen after it", integer: { $0.iteration })

    // MARK: The critic

    static let maker = Column(
        "critic",
        "which critic it was: its layers and the most updates that it may take; accuracies of different ones do not compare",
        text: { $0.critic?.maker })
    static let accuracy = Column(
        "critic_accuracy", "mean of the critic's accuracies on real and on generated samples",
        number: { $0.critic?.accuracy.mean })
    private static let low = Column(
        "critic_accuracy_low", "lower end of its 95 % interval", number: { $0.critic?.accuracy.interval.lower })
    private static let high = Column(
        "critic_accuracy_high", "upper end of its 95 % interval", number: { $0.critic?.accuracy.interval.upper })
    private static let real = Column(
        "critic_accuracy_real", "share of real samples that it calls real", number: { $0.critic?.accuracy.real.value })
    private static let fake = Column(
        "critic_accuracy_fake", "share of generated samples that it calls generated",
        number: { $0.critic?.accuracy.fake.value })
    static let pValue = Column(
        "critic_p_value",
        "the probability of an accuracy at least this far from 0.5 if both kinds were distributed alike (binomial, two-sided)",
        number: { $0.critic?.pValue })
    private static let logPValue = Column(
        "critic_log10_p_value", "its decimal logarithm, for when it is below the smallest number",
        number: { $0.critic?.logPValue })
    private static let areaUnderCurve = Column(
        "critic_auc", "area under the critic's ROC curve", number: { $0.critic?.areaUnderCurve })
    private static let crossEntropy = Column(
        "critic_cross_entropy", "mean of -ln(probability of the right answer), in nats",
        number: { $0.critic?.crossEntropy })
    private static let crossEntropyError = Column(
        "critic_cross_entropy_error", "its standard error", number: { $0.critic?.crossEntropyError })
    private static let jensenShannon = Column(
        "jensen_shannon_at_least", "lower bound of the Jensen-Shannon divergence: ln 2 - cross-entropy, in nats",
        number: { $0.critic?.jensenShannon.estimate })
    private static let updates = Column(
        "critic_updates", "updates that the critic took", integer: { $0.critic?.updates })
    static let levelled = Column(
        "critic_levelled",
        "1 where it had stopped getting better on samples set aside before its updates were spent; 0: it might have seen "
            + "more, and proves nothing by seeing no difference", flag: { $0.critic?.isLevelled })
    private static let trainedOn = Column(
        "critic_trained_on", "real samples that it learned from", integer: { $0.critic?.trainedOn })
    private static let samples = Column(
        "samples", "held-out real samples in the test, and as many generated",
        integer: { $0.critic?.accuracy.real.count })

    // MARK: The samples

    private static let spread = Column(
        "spread", "root of the total variance of generated samples over that of held-out ones",
        number: { $0.diversity.spread })
    private static let modesCovered = Column(
        "modes_covered", "of a mixture: modes with a generated sample within three standard deviations",
        integer: { $0.diversity.modesCovered })
    private static let modes = Column("modes", "of a mixture: all modes", integer: { $0.diversity.modes })
    private static let highQuality = Column(
        "high_quality_share", "of a mixture: share of generated samples within three standard deviations of a mode",
        number: { $0.diversity.highQuality })
    private static let relativeCoverage = Column(
        "relative_coverage",
        "share of held-out samples whose neighbourhood, the ball of the nearest 2 % of the others, holds a generated sample; "
            + "over the same share for training samples in the generator's place",
        number: { $0.diversity.relativeCoverage })
    private static let relativePrecision = Column(
        "relative_precision", "share of generated samples in such a neighbourhood, likewise",
        number: { $0.diversity.relativePrecision })

    public static let columns = [
        iteration, maker, accuracy, low, high, real, fake, pValue, logPValue, areaUnderCurve, crossEntropy,
        crossEntropyError, jensenShannon, updates, levelled, trainedOn, samples, spread, modesCovered, modes,
        highQuality,
        relativeCoverage, relativePrecision,
    ]

    public static func table(_ examinations: [Examination]) -> CSVTable { CSVTable(columns, examinations) }

    /// The other way: the examinations that the tables were written from, to the last bit.
    public static func examinations(
        _ table: CSVTable, _ evidence: [Int: Evidence], _ classes: [Int: [ClassFinding]] = [:], path: String
    ) throws(Diagnostic) -> [Examination] {
        try table.rows(needing: columns.map(\.name), of: path, "examination") { examination($0, evidence, classes) }
    }

    private static func examination(
        _ cells: TableCells, _ evidence: [Int: Evidence], _ classes: [Int: [ClassFinding]]
    ) -> Examination? {
        guard let iteration = cells.integer(iteration) else { return nil }
        let critic = critic(cells, iteration)
        guard critic != nil || cells.text(accuracy) == nil else { return nil }
        return Examination(
            iteration: iteration, critic: critic,
            diversity: Diversity(
                spread: cells.number(spread), modesCovered: cells.integer(modesCovered), modes: cells.integer(modes),
                highQuality: cells.number(highQuality), relativeCoverage: cells.number(relativeCoverage),
                relativePrecision: cells.number(relativePrecision)), evidence: evidence[iteration] ?? Evidence([]),
            classes: classes[iteration] ?? [])
    }

    private static func critic(_ cells: TableCells, _ iteration: Int) -> CriticResult? {
        guard let maker = cells.cell(maker.name), let samples = cells.count(samples), let real = cells.share(real),
            let fake = cells.share(fake), let crossEntropy = cells.number(crossEntropy),
            let error = cells.number(crossEntropyError), let area = cells.number(areaUnderCurve),
            let updates = cells.integer(updates), let isLevelled = cells.flag(levelled),
            let trainedOn = cells.integer(trainedOn)
        else { return nil }
        return CriticResult(
            iteration: iteration, maker: maker,
            accuracy: Accuracy(real: Proportion(share: real, of: samples), fake: Proportion(share: fake, of: samples)),
            crossEntropy: crossEntropy, crossEntropyError: error, areaUnderCurve: area, updates: updates,
            trainedOn: trainedOn, isLevelled: isLevelled)
    }
}

extension Proportion {
    /// From a record: successes are whole or half numbers, which a quotient in double precision gives back exactly.
    init(share: Double, of count: Int) {
        self.init(successes: (share * Double(count) * 2).rounded() / 2, count: count)
    }
}
