import Kernels
import Testing

@testable import Configuration
@testable import Engine
@testable import Training

/// Weights that follow their gradient block by block while it is computed: as if they had followed it afterwards.
@Suite struct LateGradientTests {
    /// Layers wide enough that each player has weights of that kind, and others.
    private static func run(
        _ optimizer: Choice, order: TrainingSpec.Order = .alternating, _ change: (inout RunSpec) -> Void = { _ in }
    ) -> RunSpec {
        Fixture.changed {
            $0.generator.layers = [
                Fixture.dense(300), Fixture.layer("relu"), Fixture.dense(270), Fixture.layer("relu"),
                Fixture.dense(260),
                Fixture.layer("tanh"), Fixture.dense(2),
            ]
            $0.discriminator.layers = [
                Fixture.dense(280), Fixture.layer("leaky_relu"), Fixture.dense(290), Fixture.layer("leaky_relu"),
                Fixture.dense(1),
            ]
            $0.generator.optimizer = optimizer
            $0.discriminator.optimizer = optimizer
            $0.training.order = order
            change(&$0)
        }
    }

    /// Clipping that never clips needs the whole gradient first.
    private static func afterwards(_ run: RunSpec) -> RunSpec {
        var run = run
        run.generator.gradientClipping = 1e12
        run.discriminator.gradientClipping = 1e12
        return run
    }

    private static func trained(_ run: RunSpec, _ iterations: Int = 5) throws -> Trainer {
        try Fixture.trained(run, iterations)
    }

    @Test(arguments: Optimizers.registry.declarations.map(\.name), [TrainingSpec.Order.alternating, .generatorFirst])
    func isTheUpdateOfTheWholeGradient(optimizer: String, order: TrainingSpec.Order) throws {
        let run = Self.run(Fixture.choice(.optimizers, optimizer), order: order)
        let (late, whole) = (try Self.trained(run), try Self.trained(Self.afterwards(run)))
        #expect(late.generator.execution.lateRanges.count == 2)
        #expect(late.discriminator.execution.lateRanges.count == 1)
        #expect(late.generator.gradientsOfOnePass == .late && whole.generator.gradientsOfOnePass == .overwrite)
        for player in Player.allCases {
            #expect(late.parameters(player).map(\.bitPattern) == whole.parameters(player).map(\.bitPattern))
        }
        for (a, b) in [(late.generator, whole.generator), (late.discriminator, whole.discriminator)] {
            let states = [a, b].map { learner in
                (0..<learner.optimizerState.count).map { learner.optimizerState[$0].bitPattern }
            }
            #expect(states[0] == states[1])
            // The squares are added up in another order.
            #expect(abs(a.means.gradientNorm / b.means.gradientNorm - 1) < 1e-6)
            #expect(a.means.gradientNorm > 0)
        }
    }

    @Test func theNumberOfThreadsDoesNotMatter() throws {
        let run = Self.run(Fixture.choice(.optimizers, "adam"))
        let bits = try [1, 2, 3].map { try Fixture.trained(run, 4, workers: Workers(threads: $0)).bits }
        #expect(bits[0] == bits[1] && bits[0] == bits[2])
    }

    /// Whatever adds to the gradient of a pass, or asks for all of it first, keeps the update after it.
    @Test func othersWaitForTheWholeGradient() throws {
        let adam = Fixture.choice(.optimizers, "adam")
        func orders(_ change: @escaping (inout RunSpec) -> Void) throws -> [Execution.ParameterGradients] {
            let trainer = try Fixture.trainer(Self.run(adam, change))
            return [trainer.generator.gradientsOfOnePass, trainer.discriminator.gradientsOfOnePass]
        }
        #expect(try orders { _ in } == [.late, .late])
        #expect(try orders { $0.generator.gradientClipping = 1 } == [.overwrite, .late])
        #expect(try orders { $0.training.gradientAccumulation = 2 } == [.overwrite, .overwrite])
        #expect(try orders { $0.training.order = .simultaneous } == [.overwrite, .overwrite])
        #expect(try orders { $0.training.order = .extragradient } == [.overwrite, .overwrite])
        #expect(try orders { $0.training.unrolled = 2 } == [.overwrite, .overwrite])
        #expect(try orders { $0.stepRatio.skipAbove = 0.9 } == [.late, .overwrite])
        let regularizers: [(String, [String: Value], [Execution.ParameterGradients])] = [
            ("r1", [:], [.late, .overwrite]), ("gradient_penalty", [:], [.late, .overwrite]),
            ("historical_averaging", [:], [.late, .overwrite]),
            ("latent_consistency", [:], [.overwrite, .overwrite]), ("lecam", [:], [.late, .late]),
        ]
        for (name, keys, expected) in regularizers {
            let choice = Fixture.choice(.regularizers, name, keys)
            #expect(try orders { $0.discriminator.regularization = [choice] } == expected, "\(name)")
        }
        let pathLength = Fixture.choice(.regularizers, "path_length")
        #expect(try orders { $0.generator.regularization = [pathLength] } == [.overwrite, .late])
    }

    /// The update that failed has changed no parameter, and the tensor is named as without blocks.
    @Test(arguments: Player.allCases) func nothingMovesWhereTheGradientIsNotFinite(player: Player) throws {
        let run = Self.run(Fixture.choice(.optimizers, "adam"))
        var divergences: [Divergence] = []
        for run in [run, Self.afterwards(run)] {
            let trainer = try Self.trained(run, 2)
            let learner = player == .generator ? trainer.generator : trainer.discriminator
            // The slope of a middle layer overflows, and what follows from it.
            let gradient = FloatBuffer(count: 16)
            let rows = player == .generator ? 8 : 16
            for i in 0..<rows { gradient[i] = 3e38 }
            let noise = FloatBuffer(count: 16 * 4)
            for i in 0..<64 { noise[i] = 1 }
            let outputs = FloatBuffer(count: 2 * rows)
            for i in 0..<2 * rows { outputs[i] = 3e38 }
            _ = learner.execution.forward(
                noise.pointer, rows: rows, mode: .training(RandomAddress(seed: 1, stream: 900, iteration: 0)))
            let before = trainer.parameters(player)
            learner.execution.backward(
                outputs.pointer, parameters: learner.gradientsOfOnePass, inputGradient: false)
            let divergence = try #require(throws: Divergence.self) {
                try learner.update(loss: 1, iteration: 2, of: 100, number: 2)
            }
            divergences.append(divergence)
            #expect(trainer.parameters(player).map(\.bitPattern) == before.map(\.bitPattern))
        }
        #expect(divergences[0] == divergences[1])
    }

    /// A loss that is not finite is told with the tensor whose gradient is not, whether that was computed or not.
    @Test func aLossThatIsNotFinite() throws {
        let run = Self.run(Fixture.choice(.optimizers, "adam"))
        let trainer = try Self.trained(run, 1)
        let before = trainer.parameters(.discriminator)
        let rows = 16
        let samples = FloatBuffer(count: 2 * rows)
        let gradient = FloatBuffer(count: rows)
        for i in 0..<rows { gradient[i] = .infinity }
        for i in 0..<2 * rows { samples[i] = 1 }
        let learner = trainer.discriminator
        _ = learner.execution.forward(
            samples.pointer, rows: rows, mode: .training(RandomAddress(seed: 1, stream: 900, iteration: 0)))
        learner.execution.backward(gradient.pointer, parameters: .late, inputGradient: false)
        let divergence = try #require(throws: Divergence.self) {
            try learner.update(loss: .infinity, iteration: 1, of: 100, number: 1)
        }
        #expect(divergence.quantity == .loss(.infinity, tensor: "0.weight"))
        #expect(trainer.parameters(.discriminator).map(\.bitPattern) == before.map(\.bitPattern))
    }
}
