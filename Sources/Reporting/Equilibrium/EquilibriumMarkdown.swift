import Diagnostics
import Equilibrium
import Training

extension EquilibriumReport {
    /// equilibrium.md.
    public var markdown: String { blocks.markdown }

    /// What both pages say, in order.
    var blocks: [Block] {
        var blocks: [Block] = [.heading(1, answer), .text(summary)] + about
        if !course.isEmpty {
            blocks.append(
                .picture(
                    path: "accuracy.png", text: "accuracy over the iterations", drawing: AccuracyChart.svg(course)))
        }
        blocks += judgesSection
        blocks += [.heading(2, "Verdict: \(verdict.kind.rawValue)"), .text(verdict.reason)]
        blocks += [.text("What to try next (a `--set` goes behind `\(runCommand)`):"), .list(advice)]
        if !course.isEmpty { blocks += [.heading(2, "Discriminator in training"), .table(table), .text(method)] }
        blocks += criticSections
        blocks += classesSection + samplesSection + columnsSection
        blocks += [.heading(2, "Course"), .text(coursed)]
        blocks += [.text("`saddle explain report` says what the terms mean and how each number is measured.")]
        blocks += [.heading(2, "The same run again"), .code(command)]
        return blocks
    }

    private var about: [Block] {
        let iterations = NumberText.grouped(spec.training.iterations)
        let line =
            "Experiment `\(spec.name)`, run `\(run)`: \(spec.data.name) data, \(expectation.loss) loss, "
            + "\(iterations) iterations." + (stop.map { " It was stopped \($0)." } ?? "")
        return (MarkdownText.paragraph(spec.description).isEmpty ? [] : [.quoted(spec.description)]) + [.text(line)]
    }

    private var table: TextTable {
        var table = TextTable([
            .init("at the last evaluation"), .init("measured", .right), .init("95 % interval", .right),
            .init("at equilibrium", .right),
        ])
        guard let last = course.last else { return table }
        for column in EvaluationColumn.all {
            guard let label = column.label else { continue }
            let theory =
                column.theoryOf(expectation).map { NumberText.rounded($0, decimals: 4) } ?? column.openOf(expectation)
            let limits = column.intervalOf(last).map { "\(text($0.lower)) to \(text($0.upper))" } ?? ""
            table.append([label, NumberText.rounded(column.value(last), decimals: 4), limits, theory])
        }
        return table
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
            + "(\(range(half.trend.interval)): \(trend)). It swung by \(text(half.amplitude)), "
            + "\(crossings(half.crossings)) and shows \(period)."
    }

    private func crossings(_ count: Int) -> String {
        switch count {
        case 0: "never crossed 0.5"
        case 1: "crossed 0.5 once"
        default: "crossed 0.5 \(NumberText.grouped(count)) times"
        }
    }

    /// What is this run's own; what is every run's stands in `saddle explain report`.
    private var method: String {
        // Where the threshold is sought, half of the samples serve for that.
        let counted = course.last?.accuracy.real.count ?? 0
        let samples = NumberText.grouped(expectation.equilibrium.threshold == nil ? 2 * counted : counted)
        let kind = spec.discriminator.pack == 1 ? "samples" : "packs of \(spec.discriminator.pack) samples"
        return "Judged on \(samples) held-out \(kind) and as many generated ones. \(threshold)"
    }

    private var threshold: String {
        guard let natural = expectation.equilibrium.threshold else {
            return "The \(expectation.loss) loss has no natural threshold: the best one on half of these samples was "
                + "applied to the other half, which is the one counted."
        }
        let value = NumberText.brief(expectation.output.display(natural))
        guard let constant = expectation.equilibrium.output else { return "An output above \(value) counts as real." }
        let targets = spec.labelSmoothing
        let drawn = targets.realTargets.isRandom || targets.fakeTargets.isRandom ? "mean targets" : "targets"
        return "An output above \(value) counts as real: with \(drawn) r = \(NumberText.brief(targets.real)) and "
            + "f = \(NumberText.brief(targets.fake)) the discriminator's output at equilibrium is (r + f)/2 = "
            + "\(NumberText.brief(constant)), and any other threshold would read it as one-sided."
    }
}

extension String {
    var trimmed: String { hasSuffix("\n") ? String(dropLast()) : self }
}
