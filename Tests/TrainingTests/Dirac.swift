import Datasets
import Foundation

@testable import Configuration
@testable import Training

/// The Dirac-GAN (Mescheder, Geiger & Nowozin 2018): data 0, generator theta, discriminator psi * x. Every update is
/// known in closed form.
struct Dirac {
    let trainer: Trainer

    /// - Parameters:
    ///   - rate: step of both players.
    ///   - start: theta and psi before the first update.
    init(
        _ regularization: [Choice], loss: String = "non_saturating", rate: Double = 0.1, batch: Int = 4,
        iterations: Int = 100, order: TrainingSpec.Order = .alternating, start: Double = 1,
        consensus: Double = TrainingSpec.usualConsensusWeight
    ) throws {
        var run = Fixture.run()
        let zeros = Samples(shape: [1], count: 8, values: [Float](repeating: 0, count: 8))
        func player(_ layer: Choice) -> PlayerSpec {
            var player = Fixture.player([layer])
            player.optimizer = Fixture.choice(.optimizers, "sgd", ["learning_rate": .real(rate)])
            return player
        }
        run.generator = player(Fixture.layer("learned_constant", ["shape": .integer(1), "value": .real(start)]))
        run.discriminator = player(
            Fixture.layer(
                "dense",
                [
                    "units": .integer(1), "bias": .boolean(false),
                    "initializer": .choice(Fixture.choice(.initializers, "constant", ["value": .real(start)])),
                ]))
        run.discriminator.regularization = regularization
        run.loss = Fixture.choice(.losses, loss)
        run.training = TrainingSpec(iterations: iterations, batchSize: batch, fakes: .fresh, order: order)
        run.training.consensusWeight = consensus
        trainer = try Trainer(run, dataset: Dataset(name: "dirac", training: zeros, heldOut: zeros))
    }

    /// theta and psi.
    var state: (theta: Double, psi: Double) {
        (
            Double(trainer.generator.network.export()[0].values[0]),
            Double(trainer.discriminator.network.export()[0].values[0])
        )
    }

    /// The distance from the equilibrium (0, 0).
    var distance: Double { hypot(state.theta, state.psi) }

    func run(_ iterations: Int) throws { for _ in 0..<iterations { try trainer.step() } }
}
