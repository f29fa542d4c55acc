import Diagnostics
import Equilibrium

extension EquilibriumReport {
    /// The section on the classes of a conditional generator; none for other runs.
    var classesSection: [Block] {
        guard let classes = examination?.classes, !classes.isEmpty else { return [] }
        return [.heading(2, "Classes")] + ClassesText.sentences(classes).map { .text($0) } + [
            .table(ClassesText.table(classes)), .drawing(ClassChart.svg(ClassesText.shown(classes))),
            .text(ClassesText.meaning(classes, seesLabel: spec.condition?.method != .auxiliary)),
        ]
    }
}

/// What is known of classes, for people.
enum ClassesText {
    private static let most = 40

    /// All, or those that the critic knows best, in their order.
    static func shown(_ classes: [ClassFinding]) -> [ClassFinding] {
        guard classes.count > most else { return classes }
        let best = classes.sorted { ($1.criticAccuracy ?? 0, $0.label) < ($0.criticAccuracy ?? 0, $1.label) }.prefix(
            most)
        return best.sorted { $0.label < $1.label }
    }

    static func table(_ classes: [ClassFinding]) -> TextTable {
        let hasJudge = classes.contains { $0.recognition != nil }
        let numbers = ["D on real", "on generated", "critic", "interval", "samples", "p", "coverage", "recall"]
        var columns = [TextTable.Column("class")] + numbers.map { .init($0, .right) }
        if hasJudge { columns.append(.init("right class", .right)) }
        var table = TextTable(columns)
        for finding in shown(classes) {
            let (discriminator, critic, variety) = (finding.discriminator, finding.critic, finding.variety)
            let interval = critic.map { $0.accuracy.interval(level: finding.level) }
            var row = [
                finding.name, share(discriminator?.real), share(discriminator?.fake), number(finding.criticAccuracy),
            ]
            row.append(interval.map { "\(number($0.lower)) to \(number($0.upper))" } ?? "-")
            row.append(critic.map { "\($0.accuracy.real.count) / \($0.accuracy.fake.count)" } ?? "-")
            row.append(critic.map { NumberText.brief($0.pValue, digits: 2) } ?? "-")
            row.append(variety.map { "\(number($0.coverage)) (\(number($0.trainingCoverage)))" } ?? "-")
            row.append(variety.map { "\(number($0.recall)) (\(number($0.trainingRecall)))" } ?? "-")
            if hasJudge {
                row.append(finding.recognition.map { "\(share($0.generated)) (\(share($0.heldOut)))" } ?? "-")
            }
            table.append(row)
        }
        return table
    }

    /// Which class is the worst by each judge, and whether that is more than chance.
    static func sentences(_ classes: [ClassFinding]) -> [String] {
        [known(classes), recognised(classes)].compactMap { $0 }
    }

    private static func known(_ classes: [ClassFinding]) -> String? {
        let judged = classes.filter { $0.criticAccuracy != nil }
        guard judged.count > 1,
            let worst = judged.max(by: { ($0.criticAccuracy ?? 0, $1.label) < ($1.criticAccuracy ?? 0, $0.label) }),
            let critic = worst.critic
        else { return nil }
        let interval = critic.accuracy.interval(level: worst.level)
        let limit = NumberText.brief(worst.level, digits: 2)
        let apart = judged.count(where: \.isKnownApart)
        let finding =
            "Of \(judged.count) classes the critic tells generated samples of '\(worst.name)' from real ones best: it is "
            + "right for \(number(critic.accuracy.mean)) (\(number(interval.lower)) to \(number(interval.upper))) of "
            + "\(critic.accuracy.real.count) real and \(critic.accuracy.fake.count) generated ones."
        guard worst.isKnownApart else {
            return finding + " Chance does as much in the best of so many classes: \(p(critic.pValue)), and below "
                + "\(limit) would count."
                + (apart > 0 ? " It does find a difference in \(apart) \(apart == 1 ? "other" : "others")." : "")
        }
        let standsOut =
            critic.pValueAmongClasses < worst.level
            ? "It tells this class better than the others by more than chance, too (\(p(critic.pValueAmongClasses)))."
            : "That it is this class rather than another may be chance (\(p(critic.pValueAmongClasses)))."
        let others =
            apart == 1 ? "as in no other class" : "as in \(apart == judged.count ? "all" : "\(apart) of all") classes"
        return finding + " That is more than chance (\(p(critic.pValue)), below \(limit)), \(others). \(standsOut)"
    }

    private static func recognised(_ classes: [ClassFinding]) -> String? {
        let judged = classes.compactMap { finding in
            finding.recognition.flatMap { $0.generated.count > 0 ? (finding: finding, recognition: $0) : nil }
        }
        let all = judged.reduce(0) { $0 + $1.recognition.generated.count }
        let right = judged.reduce(0.0) {
            $0 + $1.recognition.generated.value * Double($1.recognition.generated.count)
        }
        guard judged.count > 1,
            let worst = judged.min(by: {
                ($0.recognition.generated.value, $0.finding.label) < ($1.recognition.generated.value, $1.finding.label)
            })
        else { return nil }
        let (made, real) = (worst.recognition.generated, worst.recognition.heldOut)
        let interval = made.interval(level: worst.finding.level)
        let isWorse = worst.recognition.pValue < worst.finding.level && made.value < real.value
        let beside =
            real.count > 0
            ? ", beside \(number(real.value)) of \(real.count) held-out ones: "
                + (isWorse
                    ? "fewer than of real ones by more than chance (\(p(worst.recognition.pValue)))."
                    : "a difference that chance makes among so many classes (\(p(worst.recognition.pValue))).")
            : "."
        return
            "A classifier of the data's labels takes \(number(right / Double(all))) of the generated samples for the "
            + "class that was asked for. The lowest share is that of '\(worst.finding.name)': \(number(made.value)) "
            + "(\(number(interval.lower)) to \(number(interval.upper))) of \(made.count)\(beside)"
    }

    /// What the table's columns are.
    /// - Parameter seesLabel: whether the discriminator in training is told the label.
    static func meaning(_ classes: [ClassFinding], seesLabel: Bool) -> String {
        let rest = classes.count - shown(classes).count
        return
            (seesLabel
            ? "D, the discriminator in training, sees the label; "
            : "D, the discriminator in training, is not told the label, which it learns to tell; ")
            + "the critic is the one that judged all samples together, "
            + "and is not told it. Samples are the real and the generated ones that it was tested on. Its intervals hold for all \(classes.count) classes together with 95 % confidence; p is "
            + "that of Fisher's exact test. Coverage is the share of the class's held-out samples that have a generated "
            + "sample of the class within the distance of their fifth neighbour, recall the share that lie so near to a "
            + "generated one by its fifth neighbour; in brackets the same of as many training samples."
            + (classes.contains { $0.recognition != nil }
                ? " Right class is the share that a classifier of the labels takes for the class; in brackets that of held-out "
                    + "samples." : "")
            + (rest > 0 ? " \(rest) more classes, which the critic knows less well, are in classes.csv." : "")
    }

    private static func share(_ proportion: Proportion?) -> String {
        proportion.map { $0.count > 0 ? number($0.value) : "-" } ?? "-"
    }

    private static func number(_ value: Double?) -> String { NumberText.rounded(value) }

    private static func p(_ value: Double) -> String { "p = \(NumberText.brief(value, digits: 2))" }
}
