import Equilibrium
import Foundation

extension EquilibriumReport {
    /// What a fresh critic says, as the end of a sentence.
    func finding(_ critic: CriticResult) -> String {
        let accuracy = text(critic.accuracy.mean)
        return critic.isSignificant
            ? "a fresh critic separates real from generated with \(accuracy) (\(critic.pValueText))"
            : "a fresh critic finds no difference: \(accuracy) (\(critic.pValueText))"
    }

    /// The sections on the generator by itself; none where no critic judged it.
    var criticSections: [String] {
        guard !examinations.isEmpty else { return [] }
        var sections = ["## Fresh critic"]
        if let examination {
            sections += [criticTable(examination.critic).markdown.trimmed, criticMeaning(examination)]
        }
        if examination == nil || examinations.count > 1 { sections.append(criticCourse.markdown.trimmed) }
        return sections
    }

    private func criticTable(_ critic: CriticResult) -> TextTable {
        var table = TextTable([
            .init("at iteration \(NumberText.grouped(critic.iteration))"), .init("measured", .right),
            .init("95 % interval", .right), .init("at equilibrium", .right),
        ])
        func add(_ name: String, _ value: Double, _ interval: Interval?, _ theory: Double?) {
            table.append([
                name, NumberText.rounded(value, decimals: 4),
                interval.map { "\(text($0.lower)) to \(text($0.upper))" } ?? "",
                theory.map { NumberText.rounded($0, decimals: 4) } ?? "",
            ])
        }
        let accuracy = critic.accuracy
        add("accuracy, mean of both kinds", accuracy.mean, accuracy.interval, 0.5)
        add("accuracy on real samples", accuracy.real.value, accuracy.real.interval, nil)
        add("accuracy on generated samples", accuracy.fake.value, accuracy.fake.interval, nil)
        add("area under the ROC curve", critic.areaUnderCurve, nil, 0.5)
        add("cross-entropy, in nats", critic.crossEntropy, nil, log(2))
        add("smallest true accuracy told from 0.5 with 80 % power", critic.smallestVisible, nil, nil)
        add("total variation distance, at least", critic.totalVariation.estimate, critic.totalVariation.interval, 0)
        add(
            "Jensen-Shannon divergence in nats, at least", critic.jensenShannon.estimate, critic.jensenShannon.interval,
            0)
        if let gap { add("gap to the discriminator in training", gap, nil, 0) }
        return table
    }

    private func criticMeaning(_ examination: Examination) -> String {
        let critic = examination.critic
        let chance =
            "If real and generated samples were distributed alike, an accuracy this high or higher would come up with "
            + "probability \(critic.pValueText.replacing("p = ", with: "").replacing("p < ", with: "below "))."
        let diversity = examination.diversity
        var variety: [String] = []
        if let covered = diversity.modesCovered, let modes = diversity.modes {
            variety.append(
                "\(covered) of \(modes) modes are covered, with \(NumberText.percent(diversity.highQuality)) of the "
                    + "generated samples within three standard deviations of one")
        }
        if let spread = diversity.spread {
            variety.append(
                "generated samples spread \(NumberText.rounded(spread, decimals: 2)) times as far as real ones")
        }
        if let coverage = diversity.relativeCoverage, let precision = diversity.relativePrecision {
            variety.append(
                "they come near \(NumberText.percent(coverage)) of what training samples come near, and "
                    + "\(NumberText.percent(precision)) as many of them lie where the data is")
        }
        let sentence = variety.joined(separator: "; ")
        return sentence.isEmpty ? chance : "\(chance) \(sentence.prefix(1).uppercased() + sentence.dropFirst())."
    }

    private var criticCourse: TextTable {
        var table = TextTable([
            .init("iteration", .right), .init("fresh critic", .right), .init("95 % interval", .right),
            .init("discriminator in training", .right),
        ])
        for critic in examinations.map(\.critic) {
            let interval = critic.accuracy.interval
            table.append([
                NumberText.grouped(critic.iteration), text(critic.accuracy.mean),
                "\(text(interval.lower)) to \(text(interval.upper))",
                text(course.last { $0.iteration <= critic.iteration }?.accuracy.mean),
            ])
        }
        return table
    }

    /// How the critic came to its numbers; empty where there was none.
    var criticMethod: String {
        guard let critic = examination?.critic else { return "" }
        let layers =
            spec.evaluation.critic.layers == nil
            ? "the layers of the run's discriminator" : "the layers of `evaluation.critic`"
        return
            " The fresh critic (Lopez-Paz & Oquab 2017) has \(layers) and new parameters; the generator stands still. "
            + "It learned for \(NumberText.grouped(critic.updates)) updates from \(NumberText.grouped(critic.trainedOn)) "
            + "real training samples and fresh generated ones, stopped where it was best on others\(untrained), and was tested once, "
            + "on \(NumberText.grouped(critic.accuracy.real.count)) held-out real samples and as many new generated ones. "
            + "Its p-value is one-sided and exact (binomial). Total variation is at least 2 x accuracy - 1, the "
            + "Jensen-Shannon divergence at least ln 2 - cross-entropy: a stronger critic could show more, no critic less "
            + "than is there." + packs
    }

    private var untrained: String {
        examination?.critic.updates == 0 ? " (nothing that it learned later held on those)" : ""
    }

    private var packs: String {
        let count = spec.discriminator.pack
        return count == 1
            ? ""
            : " The discriminator in training judges \(count) samples at once, the critic one: on the same generator the "
                + "first may well be right more often."
    }
}
