import Equilibrium
import Training

extension EquilibriumReport {
    /// equilibrium.md.
    public var markdown: String {
        var sections = ["# \(answer)", plainWords, about]
        if !course.isEmpty { sections += ["![accuracy over the iterations](accuracy.png)", table.markdown.trimmed] }
        sections += criticSections
        sections += samplesSection
        sections += ["## Course", coursed, "## Verdict: \(verdict.kind.rawValue)", verdict.reason]
        sections += [
            "What to try next (a `--set` goes behind `\(runCommand)`):",
            advice.map { "- \($0)" }.joined(separator: "\n"),
        ]
        sections += ["## What the terms mean", glossary, "## How this was measured", method]
        sections += ["## The same run again", "```\n\(command)\n```"]
        return sections.joined(separator: "\n\n") + "\n"
    }

    private var about: String {
        let iterations = NumberText.grouped(spec.training.iterations)
        let line =
            "Experiment `\(spec.name)`, run `\(run)`: \(spec.data.name) data, \(expectation.loss) loss, "
            + "\(iterations) iterations." + (stop.map { " It was stopped \($0)." } ?? "")
        let description = MarkdownText.paragraph(spec.description)
        return description.isEmpty ? line : "\(description)\n\n\(line)"
    }

    private var table: TextTable {
        var table = TextTable([
            .init("at the last evaluation"), .init("measured", .right), .init("95 % interval", .right),
            .init("at equilibrium", .right),
        ])
        guard let last = course.last else { return table }
        for (name, metric, interval) in rows(last) {
            let value = metric.value(last)
            let theory = theory(metric).map { NumberText.rounded($0, decimals: 4) } ?? open(metric)
            let limits = interval.map { "\(text($0.lower)) to \(text($0.upper))" } ?? ""
            table.append([name, NumberText.rounded(value, decimals: 4), limits, theory])
        }
        return table
    }

    private func rows(_ last: Measurement) -> [(String, Metric, Interval?)] {
        [
            ("accuracy, mean of both kinds", .accuracy, last.accuracy.interval),
            ("distance from 0.5", .distance, nil),
            ("accuracy on real samples", .accuracyReal, last.accuracy.real.interval),
            ("accuracy on generated samples", .accuracyFake, last.accuracy.fake.interval),
            ("area under the ROC curve", .areaUnderCurve, nil),
            ("discriminator's mean output on real", .realOutput, nil),
            ("discriminator's mean output on generated", .fakeOutput, nil),
            ("discriminator's loss (real + generated)", .discriminatorLoss, nil),
            ("generator's loss", .generatorLoss, nil),
            ("discriminator's gradient norm", .discriminatorGradientNorm, nil),
            ("generator's gradient norm", .generatorGradientNorm, nil),
        ]
    }

    /// What stands in place of a number that theory leaves open.
    private func open(_ metric: Metric) -> String {
        switch metric {
        case .accuracyReal, .accuracyFake: "any, sum 1"
        case .realOutput, .fakeOutput: "equal"
        case .generatorLoss: "any"
        default: ""
        }
    }

    private var coursed: String {
        let near = VerdictThresholds.nearHalf
        let left = NumberText.brief(near * VerdictThresholds.leaving)
        let settled =
            settling.iteration.map {
                "The accuracy came within \(near) of 0.5 at iteration \(NumberText.grouped($0)) and has not left by more "
                    + "than \(left) since."
            } ?? "The accuracy did not settle within \(near) of 0.5."
        let share = settling.share.map {
            " Of the last quarter of the evaluations \(NumberText.percent($0)) were within."
        }
        return settled + (share ?? "") + (secondHalf.map(described) ?? "")
    }

    private func described(_ half: Course) -> String {
        func range(_ interval: Interval) -> String { "\(text(interval.lower)) to \(text(interval.upper))" }
        let trend =
            half.trend.interval.contains(0)
            ? "no trend that can be told from chance"
            : half.trend.value > 0 ? "it rises" : "it falls"
        let period =
            half.period.map { "a period of about \(NumberText.grouped(Int($0.rounded()))) iterations" }
            ?? "no period of \(NumberText.grouped(Int(half.shortestPeriod.rounded()))) iterations or more (a shorter one "
            + "would not show at these evaluations)"
        return "\n\nOver the second half, iterations \(NumberText.grouped(half.first)) to "
            + "\(NumberText.grouped(half.last)), it averaged \(text(half.mean.value)) (95 % interval "
            + "\(range(half.mean.interval))) and changed by \(text(half.trend.value)) in 1,000 iterations "
            + "(\(range(half.trend.interval)): \(trend)). It swung by \(text(half.amplitude)), crossed 0.5 "
            + "\(half.crossings) \(half.crossings == 1 ? "time" : "times") and shows \(period)."
    }

    private var method: String {
        // Where the threshold is sought, half of the samples serve for that.
        let counted = course.last?.accuracy.real.count ?? 0
        let samples = NumberText.grouped(expectation.equilibrium.threshold == nil ? 2 * counted : counted)
        let outputs =
            expectation.output == .probability
            ? "Outputs are probabilities of being real." : "Outputs are plain numbers, not probabilities."
        return "The discriminator in training judged \(samples) real samples held out of training and as many freshly "
            + "generated ones; a tie counts half, and so do all samples where every output is the constant of "
            + "equilibrium, to within \(NumberText.brief(VerdictThresholds.oneOutput)). \(threshold) \(outputs) "
            + "Intervals are Wilson's, combined for the mean by Newcombe's method. Losses and gradient norms are means "
            + "over the updates since the evaluation before; the column at equilibrium holds what theory gives for a "
            + "discriminator at its best against a generator whose samples are distributed as the real ones."
            + courseMethod + criticMethod
    }

    private var courseMethod: String {
        guard let secondHalf else { return "" }
        return
            " The trend of the course is the median of all pairs' slopes (Theil-Sen); its interval (Sen's) "
            + "and the mean's (Student's) allow for evaluations close in time resembling each other, with a correlation of "
            + "\(NumberText.rounded(secondHalf.correlation, decimals: 2)) from one to the next; the swing is that between "
            + "the 10 % and the 90 % quantile, and a period is a peak above the spectrum of such noise, by Fisher's test."
    }

    private var threshold: String {
        guard let natural = expectation.equilibrium.threshold else {
            return "The \(expectation.loss) loss has no natural threshold: the best one on half of these samples was "
                + "applied to the other half, which is the one counted."
        }
        let value = NumberText.brief(expectation.output.display(natural))
        guard let constant = expectation.equilibrium.output else { return "An output above \(value) counts as real." }
        let targets = spec.labelSmoothing
        return "An output above \(value) counts as real: with targets r = \(NumberText.brief(targets.real)) and "
            + "f = \(NumberText.brief(targets.fake)) the discriminator's output at equilibrium is (r + f)/2 = "
            + "\(NumberText.brief(constant)), and any other threshold would read it as one-sided."
    }
}

extension String {
    var trimmed: String { hasSuffix("\n") ? String(dropLast()) : self }
}
