import Testing

@testable import Configuration
@testable import Training

@Suite struct AverageTests {
    private func run(_ average: AverageSpec?) -> RunSpec { Fixture.changed { $0.generator.average = average } }

    private func values(_ trainer: Trainer, _ name: String) throws -> [Float] {
        try #require(trainer.checkpoint().tensors.first { $0.name == name }).values
    }

    /// The average of the parameters after every update, from those at the start.
    @Test func followsTheParameters() throws {
        let trainer = try Fixture.trainer(run(AverageSpec(decay: 0.75)))
        var expected = try values(trainer, "generator.2.weight")
        for _ in 0..<6 {
            try trainer.step()
            expected = zip(expected, try values(trainer, "generator.2.weight")).map { 0.75 * $0 + 0.25 * $1 }
        }
        for (a, b) in zip(try values(trainer, "average.generator.2.weight"), expected) { #expect(abs(a - b) < 1e-6) }
        // What is trained does not know of it.
        let plain = try Fixture.trained(run(nil), 6)
        #expect(plain.parameters(.generator) == trainer.parameters(.generator))
        #expect(plain.generate(count: 5) != trainer.generate(count: 5))
        #expect(try plain.evaluate(samples: 20).fakeOutputs != trainer.evaluate(samples: 20).fakeOutputs)
    }

    @Test func isACopyBeforeItStarts() throws {
        let trainer = try Fixture.trained(run(AverageSpec(decay: 0.9, start: 4)), 4)
        #expect(try values(trainer, "average.generator.0.weight") == values(trainer, "generator.0.weight"))
        try trainer.step()
        #expect(try values(trainer, "average.generator.0.weight") != values(trainer, "generator.0.weight"))
    }

    @Test func halfLives() {
        #expect(abs(AverageSpec(halfLife: 10).decayPerUpdate - 0.93303299) < 1e-8)
        #expect(AverageSpec().decayPerUpdate == 0.999 && AverageSpec(decay: 0.5).decayPerUpdate == 0.5)
        let findings = run(AverageSpec(decay: 0.9, halfLife: 3)).findings { _ in nil }
        #expect(
            findings.map(\.message) == [
                "generator.average has a decay and a half_life: each says how fast the average forgets"
            ])
    }

    @Test func interruptionsChangeNothing() throws {
        let run = run(AverageSpec(halfLife: 3, start: 1))
        let whole = try Fixture.trained(run, 5)
        let resumed = try Fixture.trainer(run)
        try resumed.restore(try Fixture.trained(run, 2).checkpoint())
        for _ in 0..<3 { try resumed.step() }
        #expect(resumed.bits == whole.bits)
        let looked = try Fixture.trainer(run)
        try looked.restoreNetworks(whole.checkpoint())
        #expect(looked.generate(count: 4) == whole.generate(count: 4))
    }

    /// The estimate counts the second network.
    @Test func memory() throws {
        let (plain, averaged) = (run(nil), run(AverageSpec()))
        let trainer = try Fixture.trainer(averaged)
        let average = try #require(trainer.generator.average)
        let network = average.network
        let more =
            try Blueprint(averaged, dataShape: [2]).memoryBytes(averaged)
            - Blueprint(plain, dataShape: [2]).memoryBytes(plain)
        // Its passes come when nobody else's do, in the same memory.
        #expect(average.execution.memory === trainer.generator.execution.memory)
        #expect(more == 4 * (network.flatCount + network.stateCount) + average.execution.ownBytes)
    }
}
