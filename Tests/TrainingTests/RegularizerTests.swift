import Diagnostics
import Foundation
import Testing

@testable import Configuration
@testable import Training

@Suite struct RegularizerTests {
    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// r1: psi falls by rate * weight * psi beside the loss's gradient. r2 gives the same, D being linear.
    @Test(arguments: [(0.0, 0.0), (0.7, 0), (0, 0.7), (0.3, 0.9)])
    func penaltiesInClosedForm(_ weights: (r1: Double, r2: Double)) throws {
        var choices: [Choice] = []
        if weights.r1 > 0 { choices.append(Fixture.choice(.regularizers, "r1", ["weight": .real(weights.r1)])) }
        if weights.r2 > 0 { choices.append(Fixture.choice(.regularizers, "r2", ["weight": .real(weights.r2)])) }
        let dirac = try Dirac(choices)
        var (theta, psi) = (1.0, 1.0)
        for iteration in 1...50 {
            // D: softplus(-0) + softplus(psi * theta); G: softplus(-psi * theta), with the new psi.
            psi -= 0.1 * (theta * sigmoid(psi * theta) + (weights.r1 + weights.r2) * psi)
            theta += 0.1 * psi * sigmoid(-psi * theta)
            try dirac.trainer.step()
            #expect(abs(dirac.state.theta - theta) < 1e-5 && abs(dirac.state.psi - psi) < 1e-5, "\(iteration)")
        }
    }

    /// Without regularization the game circles its equilibrium for ever; with R1 it comes to rest there.
    @Test(arguments: ["minimax", "wasserstein"]) func onlyPenalizedGamesConverge(_ loss: String) throws {
        let plain = try Dirac([], loss: loss)
        try plain.run(3000)
        #expect(plain.distance > 0.8)
        let penalized = try Dirac([Fixture.choice(.regularizers, "r1", ["weight": .real(1)])], loss: loss)
        try penalized.run(1000)
        #expect(penalized.distance < 1e-4)
    }

    /// The radius r of the unregularized non-saturating game falls as slowly as sqrt(8/t), t = rate * iterations: with
    /// u = theta * psi its flow has d(r^2)/dt = -2 u tanh(u/2), about -r^4/8 over a turn. Penalized it falls as
    /// exp(-t/2).
    @Test func theNonSaturatingGameIsSlow() throws {
        let plain = try Dirac([])
        try plain.run(3000)
        #expect(abs(plain.distance - (8.0 / 300).squareRoot()) < 0.02)
        let penalized = try Dirac([Fixture.choice(.regularizers, "r1", ["weight": .real(1)])])
        try penalized.run(1000)
        #expect(penalized.distance < 1e-4)
    }

    /// Noise makes the logistic losses converge. On the linear Wasserstein loss it has no effect but noise.
    @Test func noiseDampsOnlyCurvedLosses() throws {
        let noise = Fixture.choice(.regularizers, "instance_noise", ["std": .real(1)])
        for loss in ["minimax", "non_saturating"] {
            let noisy = try Dirac([noise], loss: loss, batch: 512)
            try noisy.run(1000)
            #expect(noisy.distance < 0.1, "\(loss)")
        }
        let linear = try Dirac([noise], loss: "wasserstein", batch: 512)
        try linear.run(1000)
        #expect(linear.distance > 0.5)
    }

    /// E over noise e of D's gradient by psi, on real samples 0 + e and generated ones theta + e.
    @Test func noiseIsOnBothSidesAndFadesOut() throws {
        let noise = Fixture.choice(.regularizers, "instance_noise", ["std": .real(0.5), "final": .real(0)])
        let regularization = Regularization([noise])
        #expect(regularization.noise(at: 0, of: 10) == 0.5 && regularization.noise(at: 5, of: 10) == 0.25)
        let dirac = try Dirac([noise], batch: 4096, iterations: 4)
        try dirac.run(1)
        // By the midpoint rule over +-8 deviations.
        var gradient = 0.0
        for k in 0..<4000 {
            let u = (Double(k) + 0.5) / 250 - 8
            let e = 0.5 * u
            let density = exp(-u * u / 2) / (2 * Double.pi).squareRoot() / 250
            gradient += density * (-e * sigmoid(-e) + (1 + e) * sigmoid(1 + e))
        }
        #expect(abs(dirac.state.psi - (1 - 0.1 * gradient)) < 3 * 0.1 * 0.6 / 64)
    }

    /// A single-pass update and repeated runs see the same noise, whatever the threads.
    @Test func noiseIsAddressed() throws {
        let run = Fixture.changed {
            $0.discriminator.regularization = [
                Fixture.choice(.regularizers, "instance_noise"), Fixture.choice(.regularizers, "r1"),
                Fixture.choice(.regularizers, "r2"),
            ]
        }
        let a = try Fixture.trained(run, 5, workers: .init(threads: 1))
        let b = try Fixture.trained(run, 5, workers: .init(threads: 3))
        #expect(a.bits == b.bits)
        let plain = try Fixture.trained(Fixture.run(), 5)
        #expect(a.parameters(.discriminator) != plain.parameters(.discriminator))
        // Going on from a checkpoint is going on.
        let resumed = try Fixture.trainer(run)
        try resumed.restore(try Fixture.trained(run, 2).checkpoint())
        for _ in 0..<3 { try resumed.step() }
        #expect(resumed.bits == a.bits)
    }

    @Test func layersWithoutTangentsAreLocated() throws {
        let source = Source(path: "a.yaml", text: "    - batch_norm\n")
        let location = Location(source: source, line: 1, column: 7, length: 10)
        let norm = Fixture.layer("batch_norm")
        let run = Fixture.changed {
            $0.discriminator.layers.insert(Choice(.layers, norm.name, norm.values, at: location), at: 1)
            $0.discriminator.regularization = [Fixture.choice(.regularizers, "r1")]
        }
        let error = try #require(throws: DiagnosticError.self) { try Blueprint(run, dataShape: [2]) }
        #expect(error.diagnostics.count == 1)
        #expect(error.diagnostics[0].message.hasPrefix("r1 asks for the gradient of each output"))
        #expect(error.diagnostics[0].help?.contains("layer_norm") == true)
        #expect(error.diagnostics[0].location?.description == "a.yaml:1:7")
    }

    @Test func findings() {
        let penalty = Fixture.choice(.regularizers, "r1")
        let twice = Fixture.changed { $0.discriminator.regularization = [penalty, penalty] }
        #expect(twice.findings { _ in nil }.map(\.message) == ["regularizer 'r1' is given twice"])
        let critic = Fixture.changed {
            $0.discriminator.regularization = [penalty]
            $0.loss = Fixture.choice(.losses, "wasserstein")
        }
        #expect(critic.findings { _ in nil }.isEmpty)
    }
}
