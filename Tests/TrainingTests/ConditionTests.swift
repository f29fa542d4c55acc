import Datasets
import Diagnostics
import Engine
import Formats
import TestSupport
import Testing

@testable import Configuration
@testable import Training

/// Games that are played with labels.
@Suite struct ConditionTests {
    /// The ring, its modes as labels.
    static let data: Dataset = {
        func labelled(_ samples: Samples) -> Samples {
            Samples(
                shape: samples.shape, count: samples.count, values: samples.values,
                labels: (0..<samples.count).map { UInt8($0 % 8) })
        }
        return Dataset(
            name: "ring", training: labelled(Fixture.ring.training), heldOut: labelled(Fixture.ring.heldOut))
    }()

    static func data(_ method: ConditionSpec.Method) -> Dataset {
        method == .columns ? ColumnConditionTests.data : data
    }

    static func run(_ method: ConditionSpec.Method, _ change: (inout RunSpec) -> Void = { _ in }) -> RunSpec {
        Fixture.changed {
            $0.condition = ConditionSpec(method: method, dimension: 5)
            $0.generator.layers = LayerText.choices("[dense: 16, batch_norm, relu, dense: 2]")
            if method == .columns {
                $0.generator.layers = LayerText.choices("[dense: 16, batch_norm, relu, table]")
            }
            if method == .layers {
                $0.generator.layers = LayerText.choices("[concat: label, dense: 16, tanh, dense: 2]")
                $0.discriminator.layers = LayerText.choices(
                    "[concat_label: {embedding: 3}, dense: 16, tanh, dense: 1]")
            }
            change(&$0)
        }
    }

    /// What else a run can be, that must go together with labels.
    static let others: [String: @Sendable (inout RunSpec) -> Void] = [
        "plain": { _ in },
        "average": { $0.generator.average = AverageSpec(decay: 0.9) },
        "penalties": {
            $0.discriminator.regularization = ["r1", "r2", "gradient_penalty", "dragan", "instance_noise"].map {
                Fixture.choice(.regularizers, $0)
            }
        },
        "terms of outputs": {
            $0.discriminator.regularization = ["lecam", "top_k"].map { Fixture.choice(.regularizers, $0) }
        },
        "paired loss": { $0.loss = Fixture.choice(.losses, "relativistic") },
        "several updates": { $0.stepRatio = StepRatio(discriminator: 3, generator: 2) },
        "simultaneous": { $0.training.order = .simultaneous },
        "generator first": { $0.training.order = .generatorFirst },
        "batch statistics": {
            $0.discriminator.layers.insert(Fixture.layer("batch_norm"), at: $0.discriminator.layers.count - 1)
        },
        "spectral norm": { $0.discriminator.weightTransforms = ["spectral_norm"] },
    ]

    @Test(arguments: ConditionSpec.Method.allCases, others.keys.sorted())
    func trainsAndResumes(method: ConditionSpec.Method, other: String) throws {
        let run = Self.run(method, try #require(Self.others[other]))
        let data = Self.data(method)
        func trainer() throws -> Trainer { try Trainer(run, dataset: data) }
        let (whole, first, second) = (try trainer(), try trainer(), try trainer())
        for _ in 0..<2 { try whole.step() }
        // Evaluations have other labels than updates.
        _ = try whole.evaluate(samples: 20)
        for _ in 0..<4 { try whole.step() }
        for _ in 0..<2 { try first.step() }
        _ = try first.evaluate(samples: 20)
        try second.restore(Safetensors(first.checkpoint().bytes))
        for _ in 0..<4 { try second.step() }
        #expect(second.bits == whole.bits)
        #expect(try whole.evaluate(samples: 50).realOutputs.count == 50)
        #expect(whole.discriminate(Array(data.heldOut.values.prefix(data.shape[0])))[0].isFinite)
    }

    /// Each class lies at an angle of its own: after some training, samples of a class lie where the class does.
    @Test(arguments: [ConditionSpec.Method.concat, .projection, .auxiliary]) func samplesHaveTheirClass(
        method: ConditionSpec.Method
    ) throws {
        let run = Self.run(method) {
            $0.generator.layers = LayerText.choices(
                "[dense: 32, batch_norm, relu, dense: 32, batch_norm, relu, dense: 2]")
            $0.discriminator.layers = LayerText.choices(
                "[dense: 64, leaky_relu: 0.2, dense: 64, leaky_relu: 0.2, dense: 1]")
            $0.discriminator.regularization = [Fixture.choice(.regularizers, "r1", ["weight": .real(0.1)])]
            $0.training.batchSize = 32
            let adam = Fixture.choice(
                .optimizers, "adam", ["learning_rate": .real(2e-3), "betas": .list([.real(0), .real(0.99)])])
            ($0.generator.optimizer, $0.discriminator.optimizer) = (adam, adam)
        }
        let trainer = try Trainer(run, dataset: Self.data)
        for _ in 0..<800 { try trainer.step() }
        let samples = trainer.generate(count: 400)
        let labels = try #require(trainer.labels(count: 400, stream: .sampleNoise))
        let right = (0..<400).count { row in
            let sample = Array(samples[2 * row..<2 * row + 2])
            func distance(_ other: Int) -> Float {
                let center = Self.data.training.values[2 * other..<2 * other + 2]
                return zip(sample, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            }
            return (0..<8).min { distance($0) < distance($1) } == Int(labels[row])
        }
        #expect(right > 300, "\(right) of 400 samples lie at their class")
    }

    /// The shares of classes of what is generated are the data's.
    @Test func labelsHaveTheDatasShares() throws {
        let trainer = try Trainer(Self.run(.concat), dataset: Self.data)
        let labels = try #require(trainer.labels(count: 8000, stream: .metricNoise))
        for label in 0..<8 { #expect(abs(labels.count { $0 == UInt8(label) } - 1000) < 150) }
        #expect(trainer.labels(count: 8000, stream: .metricNoise) == labels)
        #expect(trainer.labels(count: 8000, stream: .criticTestNoise) != labels)
        #expect(trainer.labels(count: 10, stream: .sampleNoise) == [0, 1, 2, 3, 4, 5, 6, 7, 0, 1])
        #expect(try Fixture.trainer(Fixture.run()).labels(count: 3, stream: .metricNoise) == nil)
    }

    static let refusals: [(String, RunSpec)] = [
        ("a packed discriminator", run(.concat) { $0.discriminator.pack = 2 }),
        ("reused ones have those of another", run(.concat) { $0.training.fakes = .reuse }),
        ("it has none", run(.projection) { $0.generator.layers = LayerText.choices("[dense: 8, relu, dense: 2]") }),
        (
            "ends otherwise",
            run(.projection) {
                $0.discriminator.layers = LayerText.choices("[dense: 8, maxout: {units: 1, pieces: 2}]")
            }
        ),
        (
            "method auxiliary stands in the place of a last",
            run(.auxiliary) { $0.discriminator.layers = LayerText.choices("[dense: 8, relu]") }
        ),
        ("no layer of the generator reads", run(.layers) { $0.generator.layers = LayerText.choices("[dense: 2]") }),
        (
            "no layer of the discriminator reads",
            run(.layers) { $0.discriminator.layers = LayerText.choices("[dense: 1]") }
        ),
        (
            "reads the samples' labels",
            Fixture.changed { $0.generator.layers = LayerText.choices("[concat_label, dense: 2]") }
        ),
    ]

    @Test(arguments: refusals.indices) func isRefused(_ index: Int) throws {
        let (message, run) = Self.refusals[index]
        let error = try #require(throws: DiagnosticError.self) { try Trainer(run, dataset: Self.data) }
        #expect(error.diagnostics.contains { $0.message.contains(message) && $0.help != nil }, "\(error)")
    }

    @Test func dataWithoutLabelsIsRefused() throws {
        let error = try #require(throws: DiagnosticError.self) { try Fixture.trainer(Self.run(.concat)) }
        #expect(error.diagnostics.map(\.message) == ["condition needs the samples' labels, and data 'ring' has none"])
    }

    /// `projection` reaches batch_norm inside of blocks, and leaves what reads labels as it is.
    @Test func whereTheLabelsGo() throws {
        let condition = ConditionSpec(method: .projection)
        let layers = LayerText.choices("[dense: 4, residual: [batch_norm, dense: 4], batch_norm]")
        let names = try ConditionedLayers.generator(layers, condition).flatMap(\.withInner).map(\.name)
        #expect(names == ["dense", "residual", "conditional_batch_norm", "dense", "conditional_batch_norm"])
        let own = LayerText.choices("[concat_label, batch_norm]")
        #expect(try ConditionedLayers.generator(own, condition) == own)
        let discriminator = LayerText.choices("[dense: 4, dense: {units: 1, bias: false, weight_norm: true}, sigmoid]")
        let made = try ConditionedLayers.discriminator(discriminator, condition, classes: 8)
        #expect(made.map(\.name) == ["dense", "projection", "sigmoid"])
        #expect(made[1].values.boolean("bias") == false)
        // A key that the transforms of weights give, not the layer.
        #expect(made[1].values.boolean("weight_norm"))
        #expect(ConditionedLayers.withoutLabels(made) == discriminator)
        #expect(ConditionedLayers.withoutLabels(LayerText.choices("[concat: label, dense: 1]")) == nil)
    }
}
