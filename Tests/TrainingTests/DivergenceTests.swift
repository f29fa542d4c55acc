import Testing

@testable import Configuration
@testable import Training

@Suite struct DivergenceTests {
    /// The first bad number is named: its iteration, its player, its tensor.
    @Test(arguments: Player.allCases)
    func namesTheTensor(player: Player) throws {
        let trainer = try Fixture.trained(Fixture.run(), 2)
        let network = (player == .generator ? trainer.generator : trainer.discriminator).network
        let spec = network.graph.parameters[2]
        network.parameters[network.layout.offsets[2]] = .nan
        let divergence = try #require(throws: Divergence.self) { try trainer.step() }
        #expect(divergence.iteration == 3)
        #expect(divergence.player == player)
        #expect(divergence.quantity == .parameter(tensor: spec.name))
        #expect(
            divergence.description == "in iteration 3 the \(player.rawValue)'s parameter '\(spec.name)' was not finite")
    }

    /// Weights that overflow the outputs: the loss is not finite while every parameter still is.
    @Test func overflowingOutputs() throws {
        let trainer = try Fixture.trained(Fixture.run(), 1)
        let network = trainer.discriminator.network
        for i in 0..<network.flatCount { network.parameters[i] *= 3e37 }
        let divergence = try #require(throws: Divergence.self) { try trainer.step() }
        #expect(divergence.iteration == 2)
        if case .parameter = divergence.quantity { Issue.record("\(divergence)") }
        let loss = Divergence(iteration: 2, player: .discriminator, quantity: .loss(.infinity, tensor: "0.weight"))
        #expect(
            loss.description
                == "in iteration 2 the discriminator's loss was inf, and its gradient of '0.weight' was not finite")
    }

    /// Every component is a number, and the sum of their squares is none.
    @Test func aNormBeyondAllNumbersHasNoTensor() throws {
        let learner = try Fixture.trainer(Fixture.run()).discriminator
        let gradients = learner.network.gradients
        for i in 0..<learner.network.flatCount { gradients[i] = .greatestFiniteMagnitude }
        let divergence = Divergence(iteration: 1, player: .discriminator, quantity: .gradient(tensor: nil))
        #expect(divergence.description == "in iteration 1 the norm of the discriminator's gradient was not finite")
        #expect(throws: divergence) { try learner.update(loss: 1, iteration: 0, of: 10, number: 0) }
    }

    /// A learning rate far too high ends in a divergence, not in silence.
    @Test func absurdLearningRate() throws {
        let run = Fixture.changed {
            $0.loss = Fixture.choice(.losses, "least_squares")
            $0.discriminator.optimizer = Fixture.choice(.optimizers, "sgd", ["learning_rate": .real(1e6)])
        }
        #expect(throws: Divergence.self) {
            let trainer = try Fixture.trainer(run)
            for _ in 0..<50 { try trainer.step() }
        }
    }

    @Test func evaluationSeesIt() throws {
        let trainer = try Fixture.trained(Fixture.run(), 4)
        let network = trainer.generator.network
        let last = try #require(network.graph.parameters.last)
        network.parameters[try #require(network.layout.offsets.last)] = .infinity
        let divergence = try #require(throws: Divergence.self) { try trainer.evaluate(samples: 20) }
        #expect(divergence.player == .generator)
        #expect(divergence.iteration == 4)
        #expect(divergence.quantity == .parameter(tensor: last.name))
    }
}
