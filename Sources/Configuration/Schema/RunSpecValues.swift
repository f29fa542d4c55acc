/// Between a run and the values of the schema's keys, both ways. The two must stay each other's inverse.
extension RunSpec {
    /// `values` are complete: decoded against `ExperimentSchema.run`.
    init(_ values: Values, name fallback: String) {
        let noise = values.section("noise")
        let smoothing = values.section("label_smoothing")
        let ratio = values.section("step_ratio")
        let training = values.section("training")
        let evaluation = values.section("evaluation")
        let output = values.section("output")
        let iterations = training.integer("iterations")
        self.init(
            name: values.optionalText("name") ?? fallback,
            description: values.text("description"),
            seed: values.integer("seed"),
            data: values.choice("data"),
            noise: NoiseSpec(dimension: noise.integer("dimension"), prior: noise.choice("prior")),
            generator: PlayerSpec(values.section("generator")),
            discriminator: PlayerSpec(values.section("discriminator")),
            loss: values.choice("loss"),
            labelSmoothing: LabelSmoothing(
                real: smoothing.real("real"), fake: smoothing.real("fake"), flip: smoothing.real("flip")),
            stepRatio: StepRatio(
                discriminator: ratio.integer("discriminator"), generator: ratio.integer("generator")),
            training: TrainingSpec(
                iterations: iterations, batchSize: training.integer("batch_size"),
                fakes: TrainingSpec.Fakes(rawValue: training.text("fakes")) ?? .fresh,
                order: training.optionalText("order").flatMap(TrainingSpec.Order.init(rawValue:)) ?? .alternating,
                stop: StopSpec(training["stop"])),
            evaluation: EvaluationSpec(
                every: evaluation.optionalInteger("every") ?? max(1, iterations / 20),
                samples: evaluation.integer("samples"),
                metrics: MetricSelection(evaluation["metrics"]),
                critic: CriticSpec(evaluation.section("critic"))),
            output: OutputSpec(
                samplesEvery: output.optionalInteger("samples_every"),
                checkpointEvery: output.optionalInteger("checkpoint_every"),
                checkpointKeep: output.optionalInteger("checkpoint_keep"),
                checkpointBest: output["checkpoint_best"] == .boolean(true),
                tensorboard: output["tensorboard"] == .boolean(true)))
    }

    /// By the keys of the file, defaults filled in.
    public var values: Values {
        Values([
            "name": .text(name),
            "description": .text(description),
            "seed": .integer(seed),
            "data": .choice(data),
            "noise": .section(Values(["dimension": .integer(noise.dimension), "prior": .choice(noise.prior)])),
            "generator": .section(generator.generatorValues),
            "discriminator": .section(discriminator.discriminatorValues),
            "loss": .choice(loss),
            "label_smoothing": .section(
                Values([
                    "real": .real(labelSmoothing.real), "fake": .real(labelSmoothing.fake),
                    "flip": .real(labelSmoothing.flip),
                ])),
            "step_ratio": .section(
                Values([
                    "discriminator": .integer(stepRatio.discriminator), "generator": .integer(stepRatio.generator),
                ])),
            "training": .section(
                Values([
                    "iterations": .integer(training.iterations), "batch_size": .integer(training.batchSize),
                    "fakes": .text(training.fakes.rawValue), "order": training.order.value,
                    "stop": training.stop.value,
                ])),
            "evaluation": .section(
                Values([
                    "every": .integer(evaluation.every), "samples": .integer(evaluation.samples),
                    "metrics": evaluation.metrics.value, "critic": evaluation.critic.value,
                ])),
            "output": .section(
                Values([
                    "samples_every": Value(output.samplesEvery), "checkpoint_every": Value(output.checkpointEvery),
                    "checkpoint_keep": Value(output.checkpointKeep),
                    // Left out where it is not asked for, so that runs keep the ids that they had.
                    "checkpoint_best": output.checkpointBest ? .boolean(true) : .null,
                    "tensorboard": output.tensorboard ? .boolean(true) : .null,
                ])),
        ])
    }
}

extension PlayerSpec {
    fileprivate init(_ values: Values) {
        self.init(
            layers: values.choices("layers"), initializer: values.choice("initializer"),
            optimizer: values.choice("optimizer"), schedule: values.choice("schedule"),
            gradientClipping: values.optionalReal("gradient_clipping"),
            weightClipping: values.optionalReal("weight_clipping"))
        weightTransforms = Key.weightTransforms.map(\.name).filter { values.entries[$0] == .boolean(true) }
        if case .section(let section)? = values.entries["average"] { average = AverageSpec(section) }
        if case .integer(let size)? = values.entries["pack"] { pack = size }
        if case .list(_)? = values.entries["regularization"] { regularization = values.choices("regularization") }
    }

    fileprivate var generatorValues: Values { values.merging(["average": average?.value ?? .null]) }

    fileprivate var discriminatorValues: Values {
        Values(
            values.entries.merging([
                "pack": pack == 1 ? .null : .integer(pack),
                "regularization": regularization.isEmpty ? .null : .list(regularization.map { .choice($0) }),
            ]) { $1 })
    }

    fileprivate var values: Values {
        Values([
            "layers": .list(layers.map { .choice($0) }), "initializer": .choice(initializer),
            "optimizer": .choice(optimizer), "schedule": .choice(schedule),
            "gradient_clipping": Value(gradientClipping), "weight_clipping": Value(weightClipping),
        ]).merging(
            Dictionary(
                uniqueKeysWithValues: Key.weightTransforms.map { key in
                    (key.name, weightTransforms.contains(key.name) ? Value.boolean(true) : .null)
                }))
    }
}

extension AverageSpec {
    fileprivate init(_ values: Values) {
        self.init(
            decay: values.optionalReal("decay"), halfLife: values.optionalReal("half_life"),
            start: values.integer("start"))
    }

    fileprivate var value: Value {
        .section(Values(["decay": Value(decay), "half_life": Value(halfLife), "start": .integer(start)]))
    }
}

extension CriticSpec {
    fileprivate init(_ values: Values) {
        self.init()
        every = values.optionalInteger("every")
        iterations = values.integer("iterations")
        batchSize = values.integer("batch_size")
        learningRate = values.real("learning_rate")
        samples = values.integer("samples")
        layers = values["layers"] == .null ? nil : values.choices("layers")
    }

    /// Null for the usual critic: it changes nothing that is trained, so it is no part of what names a run.
    fileprivate var value: Value {
        if self == CriticSpec() { return .null }
        return .section(
            Values([
                "every": Value(every), "iterations": .integer(iterations), "batch_size": .integer(batchSize),
                "learning_rate": .real(learningRate), "samples": .integer(samples),
                "layers": layers.map { .list($0.map { .choice($0) }) } ?? .null,
            ]))
    }
}

extension TrainingSpec.Order {
    /// Null for the usual order, so that runs in it are written, and named, without it.
    fileprivate var value: Value { self == .alternating ? .null : .text(rawValue) }
}

extension StopSpec {
    /// From a section, or null for none.
    fileprivate init(_ value: Value) {
        guard case .section(let stop) = value else {
            self.init()
            return
        }
        self.init(
            equilibrium: stop.optionalInteger("equilibrium"), collapse: stop.optionalInteger("collapse"),
            frozen: stop.optionalInteger("frozen"), after: stop.optionalText("after"))
    }

    fileprivate var value: Value {
        if self == StopSpec() { return .null }
        return .section(
            Values([
                "equilibrium": Value(equilibrium), "collapse": Value(collapse), "frozen": Value(frozen),
                "after": after.map { .text($0) } ?? .null,
            ]))
    }
}

extension MetricSelection {
    /// From a value of the type `ExperimentSchema.metrics`.
    fileprivate init(_ value: Value) {
        switch value {
        case .null, .text("automatic"): self = .automatic
        case .text("none"): self = .chosen([])
        case .list(let items):
            self = .chosen(
                items.map { item in
                    guard case .choice(let choice) = item else { preconditionFailure("not declared as entries") }
                    return choice
                })
        default: preconditionFailure("not declared as metrics")
        }
    }

    fileprivate var value: Value {
        switch self {
        case .automatic: .null
        case .chosen(let choices): choices.isEmpty ? .text("none") : .list(choices.map { .choice($0) })
        }
    }
}

extension Value {
    fileprivate init(_ integer: Int?) { self = integer.map { .integer($0) } ?? .null }
    fileprivate init(_ real: Double?) { self = real.map { .real($0) } ?? .null }
}
