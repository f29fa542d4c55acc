import Diagnostics
import Kernels
import Networks
import TestSupport
import Testing

@testable import Configuration
@testable import Engine
@testable import Training

/// Consensus and unrolled updates beside what PyTorch does not show: what stands between the networks, and what is
/// refused.
@Suite struct SecondOrderTests {
    private static let changes: [String: PairTests.Change] = [
        "plain": { _ in }, "reuse": { $0.training.fakes = .reuse }, "pack": { $0.discriminator.pack = 2 },
        "noise": { $0.discriminator.regularization = [Fixture.choice(.regularizers, "instance_noise")] },
        "packed noise": {
            $0.discriminator.pack = 2
            $0.discriminator.regularization = [Fixture.choice(.regularizers, "instance_noise")]
        },
        "labels": { $0.condition = ConditionSpec(method: .projection) },
        "dropout": { $0.discriminator.layers.insert(Fixture.layer("dropout"), at: 2) },
        "batch norm": { $0.discriminator.layers.insert(Fixture.layer("batch_norm"), at: 1) },
        "wasserstein": { $0.loss = Fixture.choice(.losses, "wasserstein") },
    ]

    private static func trainer(_ name: String) throws -> Trainer {
        var run = AugmentationTests().run([])
        run.discriminator.layers = LayerText.choices(
            "[conv2d: {filters: 3, kernel: 2}, tanh, flatten, dense: 6, tanh, dense: 1]")
        run.generator.layers = LayerText.choices("[dense: 8, batch_norm, tanh, dense: 32, reshape: [4, 4, 2]]")
        (run.training.order, run.training.consensusWeight) = (.consensus, 1)
        let change = try #require(changes[name])
        change(&run)
        return try Trainer(run, dataset: PairTests.data)
    }

    /// Along itself, consensus' term is the derivative of half the squared norm of both gradients.
    @Test(arguments: changes.keys.sorted()) func theTermIsTheGradientOfTheNorm(_ name: String) throws {
        let trainer = try Self.trainer(name)
        let consensus = try #require(trainer.consensus)
        let weight = trainer.spec.training.consensusWeight
        let networks = [trainer.discriminator.network, trainer.generator.network]
        func gradients(withTerm: Bool) -> [[Float]] {
            _ = trainer.discriminatorGradient(update: 0, reusing: false)
            if withTerm { trainer.addDiscriminatorsShare(of: consensus, weight: weight) }
            _ = trainer.generatorGradient(update: 0, reusing: trainer.reusesFakes)
            if withTerm { trainer.addGeneratorsShare(of: consensus, weight: weight, number: 0) }
            return networks.map { Array(UnsafeBufferPointer(start: $0.gradients, count: $0.flatCount)) }
        }
        func halfSquares(_ values: [[Float]]) -> Double {
            values.joined().reduce(0.0) { $0 + Double($1) * Double($1) / 2 }
        }
        let plain = gradients(withTerm: false)
        let whole = gradients(withTerm: true)
        for (player, network) in networks.enumerated() {
            let term = zip(whole[player], plain[player]).map { Double($0) - Double($1) }
            let length = term.reduce(0) { $0 + $1 * $1 }.squareRoot()
            try #require(length > 1e-3)
            let start = Array(UnsafeBufferPointer(start: network.parameters, count: network.flatCount))
            func value(_ step: Double) -> Double {
                for i in start.indices { network.parameters[i] = Float(Double(start[i]) + step * term[i] / length) }
                defer { for i in start.indices { network.parameters[i] = start[i] } }
                return halfSquares(gradients(withTerm: false))
            }
            let step = 2e-2
            let difference = (8 * (value(step) - value(-step)) - value(2 * step) + value(-2 * step)) / (12 * step)
            #expect(abs(length - difference) < 0.02 * length, "\(player): \(length), not \(difference)")
        }
    }

    /// A generator's update that looks ahead leaves the discriminator as it is, its running statistics included.
    @Test(arguments: [true, false], [false, true]) func theDiscriminatorIsAsItWas(differentiates: Bool, norm: Bool)
        throws
    {
        let run = Fixture.changed {
            ($0.training.unrolled, $0.training.differentiatesUnrolled) = (3, differentiates)
            if norm { $0.discriminator.layers.insert(Fixture.layer("batch_norm"), at: 1) }
        }
        let trainer = try Fixture.trained(run, 2)
        let network = trainer.discriminator.network
        func everything() -> [Float] {
            Array(UnsafeBufferPointer(start: network.parameters, count: network.flatCount))
                + Array(UnsafeBufferPointer(start: network.gradients, count: network.flatCount))
                + Array(UnsafeBufferPointer(start: network.state, count: network.stateCount))
        }
        let before = everything()
        _ = trainer.generatorGradient(update: 5, reusing: false)
        #expect(everything() == before)
    }

    @Test func layersAreLocated() throws {
        let source = Source(path: "a.yaml", text: "    - minibatch_stddev\n")
        let location = Location(source: source, line: 1, column: 7, length: 16)
        let layer = Fixture.layer("minibatch_stddev")
        let run = Fixture.changed {
            $0.discriminator.layers.insert(Choice(.layers, layer.name, layer.values, at: location), at: 1)
            $0.training.unrolled = 2
        }
        let error = try #require(throws: DiagnosticError.self) { try Blueprint(run, dataShape: [2]) }
        #expect(error.diagnostics.count == 1)
        #expect(
            error.diagnostics[0].message
                == "training.unrolled: 2 does not support minibatch_stddev yet: it differentiates the gradient of every "
                + "layer once more")
        #expect(error.diagnostics[0].help == "leave the layer out, or set unrolled_derivatives to false")
        #expect(error.diagnostics[0].location?.description == "a.yaml:1:7")
        var held = run
        held.training.differentiatesUnrolled = false
        #expect(throws: Never.self) { try Blueprint(held, dataShape: [2]) }
    }
}
