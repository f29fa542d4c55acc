import Datasets
import Foundation
import Kernels
import Networks
import TestSupport

@testable import Configuration
@testable import Training

/// Entries and runs as a file would give them: defaults filled in from the declarations.
enum Fixture {
    private static let declarations: [RegistryKind: [Declaration]] = [
        .layers: Layers.registry.declarations, .presets: Presets.registry.declarations,
        .initializers: Initializers.registry.declarations,
        .losses: Losses.registry.declarations, .optimizers: Optimizers.registry.declarations,
        .schedules: Schedules.registry.declarations, .priors: Priors.registry.declarations,
        .regularizers: Regularizers.registry.declarations,
        .augmentations: Augmentations.registry.declarations,
    ]

    static func choice(_ kind: RegistryKind, _ name: String, _ given: [String: Value] = [:]) -> Choice {
        (declarations[kind] ?? []).choice(kind, name, given)
    }

    static func layer(_ name: String, _ given: [String: Value] = [:]) -> Choice { choice(.layers, name, given) }
    static func dense(_ units: Int) -> Choice { layer("dense", ["units": .integer(units)]) }

    static func optimizer(_ name: String, _ given: [String: Value] = [:]) -> any Optimizer {
        Optimizers.registry.make(choice(.optimizers, name, given))
    }

    static func player(_ layers: [Choice]) -> PlayerSpec {
        PlayerSpec(
            layers: layers, initializer: choice(.initializers, "xavier"),
            optimizer: choice(.optimizers, "adam", ["learning_rate": .real(1e-3)]),
            schedule: choice(.schedules, "constant"), gradientClipping: nil, weightClipping: nil)
    }

    /// Two small networks on points of the plane.
    static func run(seed: Int = 1) -> RunSpec {
        RunSpec(
            name: "test", description: "", seed: seed, data: Choice(.datasets, "ring"),
            noise: NoiseSpec(dimension: 4, prior: choice(.priors, "normal")),
            generator: player([dense(16), layer("relu"), dense(2)]),
            discriminator: player([dense(16), layer("leaky_relu"), dense(1)]),
            loss: choice(.losses, "non_saturating"),
            labelSmoothing: LabelSmoothing(real: 1, fake: 0, flip: 0),
            stepRatio: StepRatio(discriminator: 1, generator: 1),
            training: TrainingSpec(iterations: 100, batchSize: 8, fakes: .fresh),
            evaluation: EvaluationSpec(every: 10, samples: 50), output: OutputSpec())
    }

    static func changed(_ change: (inout RunSpec) -> Void) -> RunSpec {
        var run = run()
        change(&run)
        return run
    }

    /// Eight clusters on a circle of radius 1.
    static let ring: Dataset = {
        func samples(_ count: Int, _ stream: UInt32) -> Samples {
            let noise = FloatBuffer(count: 2 * count)
            Random.fillNormal(
                noise.pointer, count: 2 * count, at: RandomAddress(seed: 7, stream: stream, iteration: 0),
                workers: .shared)
            var values: [Float] = []
            for i in 0..<count {
                let angle = Double(i % 8) * .pi / 4
                values.append(Float(cos(angle)) + 0.05 * noise[2 * i])
                values.append(Float(sin(angle)) + 0.05 * noise[2 * i + 1])
            }
            return Samples(shape: [2], count: count, values: values)
        }
        return Dataset(name: "ring", training: samples(203, 100), heldOut: samples(60, 101))
    }()

    static func trainer(_ run: RunSpec, workers: Workers = .shared) throws -> Trainer {
        try Trainer(run, dataset: ring, workers: workers)
    }

    /// The trainer after so many iterations.
    static func trained(_ run: RunSpec, _ iterations: Int, workers: Workers = .shared) throws -> Trainer {
        let trainer = try trainer(run, workers: workers)
        for _ in 0..<iterations { try trainer.step() }
        return trainer
    }
}

extension Trainer {
    /// Everything that training changes, to the bit; whatever the configuration is called.
    var bits: [UInt8] {
        var checkpoint = checkpoint()
        checkpoint.metadata["configuration"] = nil
        return checkpoint.bytes
    }

    func parameters(_ player: Player) -> [Float] {
        let network = (player == .generator ? generator : discriminator).network
        return Array(UnsafeBufferPointer(start: network.parameters, count: network.flatCount))
    }
}

extension Trainer {
    /// The discriminator's targets of its last update.
    var targets: (real: [Float], fake: [Float]) {
        let count = spec.training.batchSize
        return (
            Array(UnsafeBufferPointer(start: buffers.realTargets, count: count)),
            Array(UnsafeBufferPointer(start: buffers.fakeTargets, count: count))
        )
    }
}

extension Blueprint {
    var inTwoPasses: Blueprint {
        var blueprint = self
        blueprint.singlePass = false
        return blueprint
    }
}
