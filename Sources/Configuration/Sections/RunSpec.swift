/// One run, typed and validated: all that training needs to know of the experiment file. Two runs are the same run
/// exactly if their specs are equal.
public struct RunSpec: Hashable, Sendable {
    public var name: String
    public var description: String
    public var seed: Int
    public var data: Choice
    public var noise: NoiseSpec
    public var generator: PlayerSpec
    public var discriminator: PlayerSpec
    /// How labels enter; nil: the game is played without them.
    public var condition: ConditionSpec?
    public var loss: Choice
    public var labelSmoothing: LabelSmoothing
    public var stepRatio: StepRatio
    public var training: TrainingSpec
    public var evaluation: EvaluationSpec
    public var output: OutputSpec
}

extension RunSpec {
    /// Fills in what does not stand in a section of its own. `fallback` names a run whose file gives no name.
    mutating func complete(name fallback: String) {
        if name.isEmpty { name = fallback }
        evaluateByLength()
    }

    /// Has an evaluation after every twentieth of the run, where the file does not say otherwise and the length is
    /// known.
    private mutating func evaluateByLength() {
        guard evaluation.every == EvaluationSpec.unsaid, training.iterations != TrainingSpec.unknown else { return }
        evaluation.every = EvaluationSpec.usualPause(of: training.iterations)
    }

    /// Training samples that the discriminator sees in an iteration.
    public var samplesPerIteration: Int {
        (training.extrapolates ? 2 : 1) * stepRatio.discriminator * training.gradientAccumulation
            * training.batchSize * discriminator.pack
    }

    /// The same run with its length in iterations.
    /// - Parameter samples: of the training data.
    func timed(samples: Int) -> RunSpec {
        guard let epochs = training.epochs else { return self }
        var spec = self
        // Less than rounding errors of the quotient, which must not add an iteration.
        let iterations = epochs * Double(samples) / Double(samplesPerIteration) * (1 - 1e-12)
        let bounds = FieldRanges.anyCount
        spec.training.iterations = Int(
            min(max(iterations.rounded(.up), Double(bounds.lowerBound)), Double(bounds.upperBound)))
        spec.training.epochs = nil
        spec.evaluateByLength()
        return spec
    }

    /// By the keys of the file, defaults filled in.
    public var values: Values { RunSpec.form.values(of: self) }

    /// What is left of a file when its bases are merged and its sweep is expanded.
    static let form = SectionForm(
        "run", "One run.",
        fields: [
            Field("name", \.name, .text, absent: "", "names the folder of results; default: the file's own name"),
            Field("description", \.description, .text, default: .text(""), "the question that the experiment answers"),
            Field(
                "seed", \.seed, .integer(FieldRanges.anySeed), default: .integer(1),
                "fixes every random number of the run"),
            Field("data", \.data, .choice(.datasets), "the real samples"),
            Field(NoiseSpec.form, \.noise, isNeeded: true, "what the generator makes its samples from"),
            Field(
                PlayerSpec.generatorForm, \.generator, isNeeded: true, "the network that makes samples from noise"),
            Field(
                PlayerSpec.discriminatorForm, \.discriminator, isNeeded: true,
                "the network that tells real from generated"),
            Field(
                ConditionSpec.form, \.condition, "the samples' labels, which both networks then see; default: none"),
            Field(
                "loss", \.loss, .choice(.losses), default: .usual(.losses, "non_saturating"), "what the two play for"),
            Field(
                LabelSmoothing.form, \.labelSmoothing,
                "the discriminator's targets, for losses that have targets"),
            Field(StepRatio.form, \.stepRatio, "updates of each player per iteration"),
            Field(TrainingSpec.form, \.training, isNeeded: true, "how long, and on how much at a time"),
            Field(EvaluationSpec.form, \.evaluation, "when and on how much to measure"),
            Field(OutputSpec.form, \.output, "what is kept besides the measurements"),
        ],
        blank: blank, example: "")

    private static let blank = RunSpec(
        name: "", description: "", seed: 1, data: Choice(.datasets, ""),
        noise: NoiseSpec(dimension: 1, prior: Choice(.priors, "")), generator: PlayerSpec.blank,
        discriminator: PlayerSpec.blank, loss: Choice(.losses, ""),
        labelSmoothing: LabelSmoothing(real: 1, fake: 0, flip: 0),
        stepRatio: StepRatio(discriminator: 1, generator: 1),
        training: TrainingSpec(iterations: 1, batchSize: 1, fakes: .fresh),
        evaluation: EvaluationSpec(every: EvaluationSpec.unsaid, samples: 2), output: OutputSpec())
}
