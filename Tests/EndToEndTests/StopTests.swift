import Foundation
import Testing

@Suite struct StopTests {
    /// One run of the small experiment, with a `stop` section.
    private func file(_ stop: String, iterations: Int = 60) -> String {
        smallExperiment.replacing("iterations: 60", with: "iterations: \(iterations)")
            .replacing("batch_size: 16}", with: "batch_size: 16, stop: \(stop)}")
            .components(separatedBy: "sweep:")[0]
    }

    private func record(_ program: Program) throws -> (status: String, iteration: Int, message: String) {
        let run = try #require(
            program.list("results/small").first { program.exists("results/small/\($0)/status.json") })
        let data = Data(try program.read("results/small/\(run)/status.json").utf8)
        let fields = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(program.exists("results/small/\(run)/equilibrium.md"))
        return (
            fields["status"] as? String ?? "", fields["iteration"] as? Int ?? -1, fields["message"] as? String ?? ""
        )
    }

    /// A learning rate of next to nothing moves no loss.
    @Test func frozenLossesStopARun() throws {
        let program = try Program()
        defer { program.remove() }
        let player = "optimizer: {sgd: {learning_rate: 1e-30}}"
        let text = """
            name: small
            data: {dataset: dirac}
            noise: {dimension: 1}
            generator: {layers: [learned_constant: 1], \(player)}
            discriminator: {layers: [dense: 1], \(player)}
            training: {iterations: 60, batch_size: 4, stop: {frozen: 3}}
            evaluation: {every: 10, samples: 10}
            """
        try program.write(text, to: "small.yaml")
        let result = try program.run("run", "small.yaml")
        #expect(result.status == 0, "\(result.errors)")
        let record = try record(program)
        #expect(record.status == "stopped" && record.iteration == 30)
        #expect(
            record.message == "at iteration 30: both losses stood still over 3 evaluations: nothing learns any more")
        #expect(try program.csv("results/small/runs.csv").map { $0["status"] } == ["stopped"])
        // It is done: nothing is trained again.
        #expect(try program.run("run", "small.yaml").status == 0)
        #expect(try self.record(program).iteration == 30)
    }

    /// The Dirac-GAN started at its equilibrium: the discriminator ties on everything, accuracy 0.5 on both sides.
    @Test func equilibriumStopsARun() throws {
        let program = try Program()
        defer { program.remove() }
        let text = """
            name: small
            data: {dataset: dirac}
            noise: {dimension: 1}
            generator: {layers: [learned_constant: {shape: 1, value: 0}]}
            discriminator: {layers: [dense: {units: 1, bias: false, initializer: {constant: 0}}]}
            training: {iterations: 60, batch_size: 4, stop: {equilibrium: 2}}
            evaluation: {every: 10, samples: 500}
            """
        try program.write(text, to: "small.yaml")
        #expect(try program.run("run", "small.yaml").status == 0)
        let record = try record(program)
        #expect(
            record.status == "stopped"
                && record.message.contains(
                    "near equilibrium for 2 evaluations in a row; none of 6 judges found a difference; each would mostly"
                ),
            "\(record.message)")
    }

    @Test func timeStopsARun() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(file("{after: 0.001s}", iterations: 100_000_000), to: "small.yaml")
        #expect(try program.run("run", "small.yaml", "--set", "evaluation.every=100000000").status == 0)
        let record = try record(program)
        #expect(record.status == "stopped" && record.message.contains("after 0.001s of work, as training.stop asks"))
    }

    @Test func timesNeedAUnit() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(file("{after: 20}"), to: "small.yaml")
        let result = try program.run("check", "small.yaml")
        #expect(result.status != 0)
        #expect(result.errors.contains("small.yaml:8:58: error: '20' is not a duration"), "\(result.errors)")
    }
}
