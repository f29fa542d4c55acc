import Testing

@testable import Configuration

@Suite struct ResolvedSettingsTests {
    @Test(
        arguments: [
            ("noise.dimension", "2"), ("generator.optimizer.learning_rate", "0.001"),
            ("generator.layers.0.units", "64"),
            ("generator.layers.0.dense.units", "64"), ("data.modes", "8"), ("data.dataset", "ring"),
            ("discriminator.pack", "1"), ("training.order", "alternating"), ("training.stop.after", "none"),
            ("evaluation.critic.samples", "10000"), ("generator.gradient_clipping", "none"),
            ("output.tensorboard", "false"), ("generator.layers.0.slope", nil),
            ("discriminator.optimizer.momentum", nil),
            ("generator.average.start", "none"), ("nothing", nil),
        ] as [(String, String?)]) func aPathHasTheValueOfTheRunOrItsDefault(path: String, text: String?) throws
    {
        let run = try #require(try load(Fake.good).runs.first)
        #expect(ResolvedSettings(run.spec).text(path) == text)
    }

    /// Runs by `--set` are told apart by what was set, and keep the identity that they had.
    @Test func whatIsSetNamesARun() throws {
        let plain = try #require(load(Fake.good).runs.first)
        let set = try #require(load(Fake.good, ["noise.dimension=5", "output.samples_every=3"]).runs.first)
        #expect(set.parameters == [Parameter(path: "noise.dimension", text: "5")] && set.swept.isEmpty)
        #expect(set.id.hasPrefix("noise.dimension=5-"))
        let same = try #require(load(Fake.good, ["noise.dimension=2"]).runs.first)
        #expect(same.hash == plain.hash && same.idTail == plain.idTail)
        let experiment = try load(Fake.good, ["noise.dimension=5"])
        #expect(!experiment.isSweep)
        let sweep = try load(Fake.good + "\nsweep: {seeds: 2}\n", ["seed=3", "noise.dimension=5"])
        #expect(
            sweep.runs.map { $0.parameters.map(\.path) } == [
                ["seed", "noise.dimension"], ["seed", "noise.dimension"],
            ])
        #expect(sweep.isSweep && sweep.runs[0].swept == ["seed"])
    }

    @Test func aListOfRunsHasEveryKeyInEachOfThem() throws {
        let text = Fake.good + "\nsweep: {list: [{noise.dimension: 7}, {generator.optimizer.learning_rate: 0.5}]}\n"
        let runs = try load(text).runs
        #expect(runs.map { $0.parameters.map(\.text) } == [["7", "0.001"], ["2", "0.5"]])
        #expect(runs[1].id.hasPrefix("generator.optimizer.learning_rate=0.5-"))
    }
}
