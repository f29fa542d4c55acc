import Testing

@testable import Configuration

@Suite struct ExperimentFileTests {
    @Test func aPlainFileIsOneRunWithEveryDefaultFilledIn() throws {
        let experiment = try load(Fake.good)
        #expect(experiment.name == "rings")
        #expect(experiment.description == "How many modes?")
        #expect(experiment.warnings.isEmpty)
        let run = try #require(experiment.runs.first)
        #expect(experiment.runs.count == 1)
        #expect(run.parameters.isEmpty)
        #expect(run.id.hasPrefix("run-") && run.id.count == 12)

        let spec = run.spec
        #expect(spec.seed == 7)
        #expect(spec.data.name == "ring")
        #expect(spec.data.values.integer("modes") == 8)
        #expect(spec.data.values.real("radius") == 1)
        #expect(spec.noise.prior.name == "normal")
        #expect(spec.generator.layers.map(\.name) == ["dense", "relu", "dense"])
        #expect(spec.generator.layers[0].values.boolean("bias"))
        #expect(spec.generator.layers[2].values.optionalChoice("initializer")?.values.real("deviation") == 0.1)
        #expect(spec.generator.optimizer.values.real("learning_rate") == 1e-3)
        #expect(spec.discriminator.optimizer.values.real("learning_rate") == 2e-4)
        #expect(spec.discriminator.optimizer.values.list("betas") == [.real(0.5), .real(0.999)])
        #expect(spec.discriminator.schedule.name == "constant")
        #expect(spec.discriminator.initializer.name == "kaiming")
        #expect(spec.labelSmoothing == LabelSmoothing(real: 1, fake: 0, flip: 0))
        #expect(spec.stepRatio == StepRatio(discriminator: 1, generator: 1))
        #expect(spec.training == TrainingSpec(iterations: 1000, batchSize: 64, fakes: .fresh))
        #expect(spec.evaluation == EvaluationSpec(every: 100, samples: 500, metrics: .automatic))
        #expect(spec.output == OutputSpec(samplesEvery: nil, checkpointEvery: nil))
    }

    @Test func metricsAreAutomaticNoneOrAList() throws {
        func metrics(_ text: String) throws -> MetricSelection? {
            let file = Fake.good.replacing("evaluation: {every: 100", with: "evaluation: {metrics: \(text), every: 100")
            return try load(file).runs.first?.spec.evaluation.metrics
        }
        #expect(try metrics("automatic") == .automatic)
        #expect(try metrics("none") == .chosen([]))
        guard case .chosen(let chosen) = try metrics("[modes, mmd: {bandwidth: 2}]") else {
            Issue.record("not a list")
            return
        }
        #expect(chosen.map(\.name) == ["modes", "mmd"])
        #expect(chosen[1].values.optionalReal("bandwidth") == 2)
        #expect(throws: (any Error).self) { try metrics("[fid]") }
    }

    @Test func valuesKnowWhereTheyAreWritten() throws {
        let run = try #require(try load(Fake.good).runs.first)
        #expect(run.spec.generator.layers[1].location?.line == 9)
        #expect(run.locations["noise.dimension"]?.line == 5)
        #expect(run.locations["generator.layers.2.units"]?.line == 10)
        #expect(run.locations["generator.layers.2.dense.units"]?.column == 22)
        #expect(run.locations["generator.optimizer.learning_rate"]?.line == 11)
        #expect(run.locations["label_smoothing.real"] == nil)
        #expect(run.locations.nearest("evaluation.nothing").line == 19)
    }

    /// What leaves a key out and what gives its default are one run.
    @Test(arguments: [
        "pack: 1", "regularization: none", "regularization: null", "pack: null",
    ]) func defaultsOfTheDiscriminatorAreOneRun(_ key: String) throws {
        func hash(_ text: String) throws -> UInt64 {
            try #require(try load(text).runs.first).hash
        }
        let given = Fake.good.replacing("discriminator:\n", with: "discriminator:\n  \(key)\n")
        #expect(given != Fake.good)
        #expect(try hash(given) == hash(Fake.good))
    }

    @Test(arguments: [("90s", 90.0), ("1.5h", 5400), ("2d", 172_800), ("30m", 1800)])
    func timesToStopAfter(_ text: String, seconds: Double) {
        #expect(StopSpec(after: text).seconds == seconds)
    }

    @Test(arguments: ["", "h", "2", "-1h", "0s", "2 h", "1e999h", "infh", "2w"])
    func whatIsNoTime(_ text: String) { #expect(StopSpec(after: text).seconds == nil) }
}
