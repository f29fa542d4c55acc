import Diagnostics
import Equilibrium
import Formats

/// classes.csv: one row per class and examination of a conditional generator, without a clock in it.
public enum ClassesTable {
    public typealias Column = TableColumn<(iteration: Int, finding: ClassFinding)>

    private static let iteration = Column("iteration", "the generator was frozen after it", integer: { $0.iteration })
    private static let label = Column("label", "of the class, from 0", integer: { $0.finding.label })
    private static let name = Column("class", "its name", text: { $0.finding.name })
    private static let level = Column(
        "level",
        "the p-value below which a class differs by more than chance: \(NumberText.brief(Evidence.significance)) over the "
            + "number of classes", number: { $0.finding.level })

    // MARK: The discriminator in training

    private static let realSamples = Column(
        "real_samples", "held-out samples of the class that the discriminator in training was shown",
        integer: { $0.finding.discriminator?.real.count })
    private static let accuracyReal = Column(
        "accuracy_real", "share of them that it calls real", number: { share($0.finding.discriminator?.real) })
    private static let fakeSamples = Column(
        "generated_samples", "generated samples of the class that it was shown",
        integer: { $0.finding.discriminator?.fake.count })
    private static let accuracyFake = Column(
        "accuracy_fake", "share of them that it calls generated", number: { share($0.finding.discriminator?.fake) })

    // MARK: The critic

    private static let criticReal = Column(
        "critic_real_samples", "held-out samples of the class that the fresh critic was tested on",
        integer: { $0.finding.critic?.accuracy.real.count })
    private static let criticAccuracyReal = Column(
        "critic_accuracy_real", "share of them that it calls real; it is not told the class",
        number: { share($0.finding.critic?.accuracy.real) })
    private static let criticFake = Column(
        "critic_generated_samples", "generated samples of the class that it was tested on",
        integer: { $0.finding.critic?.accuracy.fake.count })
    private static let criticAccuracyFake = Column(
        "critic_accuracy_fake", "share of them that it calls generated",
        number: { share($0.finding.critic?.accuracy.fake) })
    private static let criticAccuracy = Column(
        "critic_accuracy", "mean of the two",
        number: { ($0.finding.critic?.accuracy.mean).flatMap { $0.isNaN ? nil : $0 } })
    private static let low = Column(
        "critic_accuracy_low", "lower end of its interval: those of all classes hold together with 95 % confidence",
        number: { interval($0.finding)?.lower })
    private static let high = Column(
        "critic_accuracy_high", "upper end of its interval", number: { interval($0.finding)?.upper })
    private static let pValue = Column(
        "critic_p_value",
        "the probability of numbers called real at least this far apart, if both kinds of the class were distributed alike "
            + "(Fisher's exact test)", number: { $0.finding.critic?.pValue })
    private static let amongClasses = Column(
        "critic_p_value_among_classes", "the same of right answers in this class and in all others",
        number: { $0.finding.critic?.pValueAmongClasses })

    // MARK: The samples

    private static let coverage = Column(
        "coverage",
        "share of the class's held-out samples with a generated one of the class within the distance of their fifth neighbour",
        number: { $0.finding.variety?.coverage })
    private static let trainingCoverage = Column(
        "training_coverage", "the same of as many training samples of the class in the generator's place",
        number: { $0.finding.variety?.trainingCoverage })
    private static let recall = Column(
        "recall",
        "share of the class's held-out samples within the distance of the fifth neighbour of a generated one of the class",
        number: { $0.finding.variety?.recall })
    private static let trainingRecall = Column(
        "training_recall", "the same of training samples", number: { $0.finding.variety?.trainingRecall })

    // MARK: The classifier

    private static let judged = Column(
        "judged_samples", "generated samples of the class that a classifier of the labels was shown",
        integer: { $0.finding.recognition?.generated.count })
    private static let right = Column(
        "right_class", "share of them that it takes for this class",
        number: { share($0.finding.recognition?.generated) })
    private static let judgedReal = Column(
        "judged_real_samples", "held-out samples of the class that it was shown",
        integer: { $0.finding.recognition?.heldOut.count })
    private static let rightReal = Column(
        "right_class_real", "share of them that it takes for this class",
        number: { share($0.finding.recognition?.heldOut) })
    private static let rightPValue = Column(
        "right_class_p_value",
        "the probability of shares at least this far apart, if both were the same (Fisher's exact test)",
        number: { $0.finding.recognition?.pValue })

    public static let columns = [
        iteration, label, name, level, realSamples, accuracyReal, fakeSamples, accuracyFake, criticReal,
        criticAccuracyReal, criticFake, criticAccuracyFake, criticAccuracy, low, high, pValue, amongClasses, coverage,
        trainingCoverage, recall, trainingRecall, judged, right, judgedReal, rightReal, rightPValue,
    ]

    public static func table(_ examinations: [Examination]) -> CSVTable {
        CSVTable(
            columns, examinations.flatMap { examination in examination.classes.map { (examination.iteration, $0) } })
    }

    /// nil where there is no sample.
    private static func share(_ proportion: Proportion?) -> Double? {
        proportion.flatMap { $0.count > 0 ? $0.value : nil }
    }

    private static func interval(_ finding: ClassFinding) -> Interval? {
        finding.critic.map { $0.accuracy.interval(level: finding.level) }
    }

    /// The other way: what was found at each iteration, to the last bit.
    public static func findings(_ table: CSVTable, path: String) throws(Diagnostic) -> [Int: [ClassFinding]] {
        let found = try table.rows(needing: columns.map(\.name), of: path, "finding of a class") { cells in
            finding(cells).flatMap { finding in cells.integer(iteration).map { ($0, finding) } }
        }
        return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
    }

    private static func finding(_ cells: TableCells) -> ClassFinding? {
        guard let label = cells.count(label), let name = cells.cell(name.name), let level = cells.number(level) else {
            return nil
        }
        func proportion(_ share: Column, of count: Column) -> Proportion? {
            cells.count(count).flatMap { count in
                count == 0
                    ? Proportion(successes: 0, count: 0)
                    : cells.share(share).map { Proportion(share: $0, of: count) }
            }
        }
        func accuracy(_ real: Proportion?, _ fake: Proportion?) -> Accuracy? {
            guard let real, let fake else { return nil }
            return Accuracy(real: real, fake: fake)
        }
        let critic = accuracy(
            proportion(criticAccuracyReal, of: criticReal), proportion(criticAccuracyFake, of: criticFake))
        return ClassFinding(
            label: label, name: name,
            discriminator: accuracy(
                proportion(accuracyReal, of: realSamples), proportion(accuracyFake, of: fakeSamples)),
            critic: critic.flatMap { critic in
                guard let p = cells.number(pValue), let among = cells.number(amongClasses) else { return nil }
                return CriticOfClass(accuracy: critic, pValue: p, pValueAmongClasses: among)
            }, variety: variety(cells),
            recognition: proportion(right, of: judged).flatMap { generated in
                guard let real = proportion(rightReal, of: judgedReal), let p = cells.number(rightPValue) else {
                    return nil
                }
                return ClassRecognition(generated: generated, heldOut: real, pValue: p)
            }, level: level)
    }

    private static func variety(_ cells: TableCells) -> ClassVariety? {
        guard let coverage = cells.number(coverage), let recall = cells.number(recall),
            let trainingCoverage = cells.number(trainingCoverage), let trainingRecall = cells.number(trainingRecall)
        else { return nil }
        return ClassVariety(
            coverage: coverage, recall: recall, trainingCoverage: trainingCoverage, trainingRecall: trainingRecall)
    }
}
