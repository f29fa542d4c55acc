import Diagnostics
import Equilibrium

extension EquilibriumReport {
    /// What fresh critics found, and the variety of the samples; none where no generator was examined.
    var criticSections: [Block] {
        guard !examinations.isEmpty else { return [] }
        var sections: [Block] = []
        if let critic = examination?.critic { sections += [.heading(2, "Fresh critic"), .text(about(critic))] }
        if examinations.count > 1 || examination == nil, examinations.contains(where: { $0.critic != nil }) {
            sections.append(.table(criticCourse))
        }
        if let examination, !variety(examination.diversity).isEmpty {
            sections += [.heading(2, "Variety"), .text(variety(examination.diversity))]
        }
        return sections
    }

    private func about(_ critic: CriticResult) -> String {
        let accuracy = critic.accuracy
        func range(_ interval: Interval) -> String { "\(text(interval.lower)) to \(text(interval.upper))" }
        var parts = [
            "Accuracy \(text(accuracy.mean)) (95 % interval \(range(accuracy.interval)), \(critic.pValueText)): "
                + "\(text(accuracy.real.value)) on real and \(text(accuracy.fake.value)) on generated samples, area under the "
                + "ROC curve \(text(critic.areaUnderCurve)).",
            "Jensen-Shannon divergence at least \(text(critic.jensenShannon.estimate)) of 0.693 nats.",
            "A new discriminator (\(critic.maker)) that learned from \(NumberText.grouped(critic.trainedOn)) real samples for "
                + "\(NumberText.grouped(critic.updates)) updates and "
                + (critic.isLevelled
                    ? "levelled off." : "had not levelled off when its updates ended: more could show more."),
        ]
        if let gap {
            parts.append(
                "It is right \(text(abs(gap))) \(gap < 0 ? "less" : "more") often than the discriminator in training.")
        }
        if spec.discriminator.pack > 1 {
            parts.append(
                "The discriminator in training judges \(spec.discriminator.pack) samples at once, the critic one: on the "
                    + "same generator the first may well be right more often.")
        }
        return parts.joined(separator: " ")
    }

    private func variety(_ diversity: Diversity) -> String {
        var parts: [String] = []
        if let covered = diversity.modesCovered, let modes = diversity.modes {
            parts.append(
                "\(covered) of \(modes) modes are covered, with \(NumberText.percent(diversity.highQuality)) of the "
                    + "generated samples within three standard deviations of one")
        }
        if let spread = diversity.spread {
            parts.append(
                "generated samples spread \(NumberText.rounded(spread, decimals: 2)) times as far as real ones")
        }
        if let coverage = diversity.relativeCoverage, let precision = diversity.relativePrecision {
            parts.append(
                "they come near \(NumberText.percent(coverage)) of what training samples come near, and "
                    + "\(NumberText.percent(precision)) as many of them lie where the data is")
        }
        let sentence = parts.joined(separator: "; ")
        return sentence.isEmpty ? "" : "\(sentence.prefix(1).uppercased() + sentence.dropFirst())."
    }

    private var criticCourse: TextTable {
        var table = TextTable([
            .init("iteration", .right), .init("fresh critic", .right), .init("95 % interval", .right),
            .init("discriminator in training", .right), .init("proved distance", .right),
        ])
        for examination in examinations {
            guard let critic = examination.critic else { continue }
            let interval = critic.accuracy.interval
            table.append([
                NumberText.grouped(critic.iteration), text(critic.accuracy.mean),
                "\(text(interval.lower)) to \(text(interval.upper))",
                text(course.last { $0.iteration <= critic.iteration }?.accuracy.mean), text(examination.evidence.bound),
            ])
        }
        return table
    }
}
