import Configuration
import Diagnostics
import Equilibrium
import Training

/// What a run says about equilibrium, for people (`markdown`) and programs (`json`).
public struct EquilibriumReport: Sendable {
    public let run: String
    public let spec: RunSpec
    /// Every evaluation, in order.
    public let course: [Measurement]
    public let expectation: Expectation
    /// What fresh critics found, in order.
    public let examinations: [Examination]
    /// What one found of the final generator; nil where none was asked.
    public let examination: Examination?
    /// What sample metrics say of the final generator; nil where none was taken.
    public let sampleMetrics: MetricReport?
    /// How the columns of a table differ; nil for other data, and where the run diverged.
    public let columnEvidence: ColumnEvidence?
    /// What ended the run before its last iteration: "at iteration 140: ..."; nil where nothing did.
    public let stop: String?
    public let verdict: Verdict
    public let settling: Settling
    /// The second half of the course in numbers; nil where it has too few evaluations.
    public let secondHalf: Course?
    /// The run's folder, as the command that repeats the run names it.
    public let folder: String
    /// Settings that were given to `saddle report` over the run's own.
    public let overrides: [String]
    /// Other runs of the experiment, which advice takes into account.
    public let neighbours: Neighbours

    public init(
        run: String, spec: RunSpec, course: [Measurement], expectation: Expectation,
        examinations: [Examination] = [], sampleMetrics: MetricReport? = nil,
        columnEvidence: ColumnEvidence? = nil, divergence: Divergence? = nil,
        stop: String? = nil, folder: String? = nil, overrides: [String] = [], neighbours: Neighbours = Neighbours()
    ) {
        self.neighbours = neighbours
        self.stop = stop
        self.overrides = overrides
        self.run = run
        self.spec = spec
        self.course = course
        self.expectation = expectation
        self.examinations = examinations
        examination = examinations.final(of: course)
        self.sampleMetrics = sampleMetrics
        self.columnEvidence = columnEvidence
        verdict = Verdict(
            of: spec, course: course, expectation: expectation, examination: examination,
            sampleMetrics: sampleMetrics, divergence: divergence)
        settling = Settling(course)
        secondHalf = Course(course)
        self.folder = folder ?? "results/\(spec.name)/\(run)"
    }

    /// The first line of the report: how close the discriminator's accuracy is to 0.5, and whether that means what it
    /// seems to.
    public var answer: String {
        guard let last = course.last else { return "\(opening): nothing was measured." }
        let accuracy = last.accuracy
        guard last.isMeasured else {
            return "\(opening): the discriminator's accuracy was not measured, for want of held-out samples."
        }
        let reading =
            "\(opening): the discriminator's accuracy is \(text(accuracy.mean)), \(text(accuracy.distance)) from 0.5 "
            + "(95 % interval \(text(accuracy.interval.lower)) to \(text(accuracy.interval.upper)))"
        guard let examination else { return "\(reading); no other judge looked." }
        return "\(reading), \(finding(examination, isNear: accuracy.distance < VerdictThresholds.nearHalf))."
    }

    /// What the judges say of the final generator, to follow the accuracy of the discriminator in training.
    private func finding(_ examination: Examination, isNear: Bool) -> String {
        let evidence = examination.evidence
        let critic = examination.critic.map { "a fresh critic's accuracy: \(text($0.accuracy.mean))" }
        guard let strongest = evidence.strongest else {
            return evidence.answer == .equal
                ? "and none of \(evidence.findings.count) judges finds a difference"
                : "and no judge finds a difference, though not every one could have"
        }
        let title = Judges.judge(strongest.judge)?.title ?? strongest.judge
        let proved =
            strongest.bound > 0 ? "a total variation distance of at least \(text(strongest.bound))" : "a difference"
        return "\(isNear ? "but" : "and") \(title) proves \(proved)" + (critic.map { " (\($0))" } ?? "")
    }

    /// At most 120 words with the first line: what became of the run, and why the verdict is what it is.
    var summary: String {
        var parts = [outcome]
        if let diversity = examination?.diversity, let covered = diversity.modesCovered, let modes = diversity.modes {
            parts.append(
                "\(covered) of \(modes) modes are covered; \(NumberText.percent(diversity.highQuality)) of the samples lie at one."
            )
        } else if verdict.kind == .modeCollapse,
            let missing = Verdict.collapse(examination, sampleMetrics, after: course)
        {
            parts.append("\(missing.prefix(1).uppercased() + missing.dropFirst()).")
        }
        if let critic = examination?.critic, !critic.isLevelled {
            parts.append(
                "The fresh critic's \(NumberText.grouped(critic.updates)) updates ended before it levelled off: more could "
                    + "show more.")
        }
        if let condition = spec.condition {
            parts.append(
                condition.method == .columns
                    ? "Critic and metrics see rows without the conditions that they were made under."
                    : "Critic and metrics see samples without their labels; what is known of each class stands under Classes."
            )
        }
        return parts.joined(separator: " ")
    }

    private var opening: String {
        switch verdict.kind {
        case .equilibrium: "At equilibrium, as far as every judge can tell"
        case .nearEquilibrium: "Near equilibrium"
        case .cannotTell: "Cannot tell"
        case .tooShort: "Too short to tell"
        case .diverged: "Diverged, not at equilibrium"
        default: "Not at equilibrium (\(verdict.kind.rawValue))"
        }
    }

    /// How much better the fresh critic does than the discriminator in training did at the last evaluation; nil where
    /// there is not both.
    public var gap: Double? {
        guard let critic = examination?.critic, let last = course.last else { return nil }
        return critic.accuracy.mean - last.accuracy.mean
    }

    /// The command that trains the run in its place; settings go behind it.
    var runCommand: String {
        let root = FilePath.parent(RunPlaces.experiment(of: folder))
        return "saddle run \(ShellText.word(folder + "/config.yaml"))"
            + (root == "results" ? "" : " --results \(ShellText.word(root))")
    }

    /// The command that judges it again; settings go behind it.
    var reportCommand: String { "saddle report \(ShellText.word(folder))" }

    /// The commands that train the same run and make the same report again.
    public var command: String {
        let again = "\(runCommand) --fresh"
        guard !overrides.isEmpty else { return again }
        return "\(again)\n\(reportCommand)" + overrides.map { " --set \(ShellText.quoted($0))" }.joined()
    }

    /// What one would change first, given the verdict.
    public var advice: [String] {
        Advice(spec, reportCommand: reportCommand, neighbours: neighbours, bound: examination?.evidence.bound ?? 1)
            .steps(verdict.kind)
    }

    public var accuracyPlot: AccuracyPlot {
        AccuracyPlot(
            course.filter(\.isMeasured).map {
                AccuracyPlot.Entry(
                    iteration: $0.iteration, accuracy: $0.accuracy.mean, low: $0.accuracy.interval.lower,
                    high: $0.accuracy.interval.upper, real: $0.accuracy.real.value, fake: $0.accuracy.fake.value)
            }, title: "\(spec.name)  \(run)", settledAt: settling.iteration)
    }

    func text(_ x: Double?) -> String { NumberText.rounded(x) }
}
