import Experiments
import Foundation
import Testing

/// What is judged in the course of a run, and the runs that it ends.
@Suite struct EvidenceTests {
    /// A discriminator that ties on everything and a generator that makes its first samples for ever.
    private static func standing(_ stop: String, generator: String = "dense: 2", critic: String = "") -> String {
        """
        name: standing
        data: {dataset: ring, samples: 1000}
        noise: {dimension: 2}
        generator: {layers: [\(generator)], optimizer: {sgd: {learning_rate: 1e-300}}}
        discriminator:
          layers: [dense: {units: 1, initializer: {constant: 0}}]
          optimizer: {sgd: {learning_rate: 1e-300}}
        training: {iterations: 60, batch_size: 4, stop: \(stop)}
        evaluation:
          every: 10
          samples: 100
          metrics: none
          critic: {iterations: 40, batch_size: 32, learning_rate: 1e-2, layers: [dense: 16, leaky_relu, dense: 1]\(critic)}
        """
    }

    private func interrupted(_ text: String, at stops: [Int]) throws -> [String: Data] {
        let session = try SessionFolder(text)
        defer { session.remove() }
        var last = 0
        for stop in stops {
            let results = try session.run(interruptedAfter: stop - last, threads: 1)
            #expect(results.first?.outcome.message == "at iteration \(stop)")
            last = stop
        }
        try session.run()
        return try session.bytes()
    }

    @Test func criticsComeWhenTheyAreDueAndAreTheSameAfterAnInterruption() throws {
        let text = Self.standing("{}", critic: ", every: 25")
        let session = try SessionFolder(text)
        defer { session.remove() }
        try session.run()
        #expect(try session.column("iteration", of: "critic.csv") == ["25", "50", "60"])
        let whole = try session.bytes()
        for stops in [[24], [25, 55]] { #expect(try interrupted(text, at: stops) == whole, "\(stops)") }
    }

    /// The discriminator reads 0.5 at every evaluation, and nothing like the ring is generated.
    @Test func aFreshCriticDoesNotConfirmWhatIsNoEquilibrium() throws {
        let text = Self.standing("{equilibrium: 2}")
        let session = try SessionFolder(text)
        defer { session.remove() }
        let outcome = try #require(try session.run().first?.outcome)
        #expect(outcome.status == .complete, "\(outcome)")
        #expect(try session.column("accuracy", of: "metrics.csv").allSatisfy { $0 == "0.5" })
        // Not before four evaluations, which make a course, and not at 50: two must pass since it was last asked.
        #expect(try session.column("iteration", of: "critic.csv") == ["40", "60"])
        let whole = try session.bytes()
        for stops in [[20, 39], [40]] { #expect(try interrupted(text, at: stops) == whole, "\(stops)") }
    }

    /// A critic of one update sees nothing either; where the samples lie says enough.
    @Test func noEquilibriumOfSamplesThatLieElsewhere() throws {
        let text = Self.standing("{equilibrium: 2}").replacing(
            "critic: {iterations: 40", with: "critic: {iterations: 1"
        )
        .replacing("samples: 1000", with: "samples: 4000")
        let session = try SessionFolder(text)
        defer { session.remove() }
        let outcome = try #require(try session.run().first?.outcome)
        #expect(outcome.status == .complete, "\(outcome)")
        #expect(try session.column("relative_precision", of: "critic.csv").allSatisfy { (Double($0) ?? 1) < 0.9 })
        #expect(try session.column("verdict", of: "runs.csv") == ["discriminator too weak"])
    }

    /// Killed without a word after the critic's last answer: what it said later than the last checkpoint is asked
    /// again.
    @Test func aKilledRunAsksItsCriticsAgain() throws {
        let text = Self.standing("{equilibrium: 2}")
        let (whole, early) = (try SessionFolder(text), try SessionFolder(text))
        defer {
            whole.remove()
            early.remove()
        }
        try early.run(interruptedAfter: 30)
        try whole.run()
        let bytes = try whole.bytes()
        let critics = try #require(bytes.keys.first { $0.hasSuffix("critic.csv") })
        let folder = String(critics.dropLast("critic.csv".count))
        // The record of the end, the checkpoint of iteration 30.
        for name in ["checkpoints", "status.json"] {
            let place = "\(whole.results)/\(folder)\(name)"
            try FileManager.default.removeItem(atPath: place)
            try FileManager.default.copyItem(atPath: "\(early.results)/\(folder)\(name)", toPath: place)
        }
        try whole.run()
        #expect(try whole.bytes() == bytes)
    }

    /// The number that the data is, a discriminator that ties, and enough samples for every judge.
    private static func equal(_ critic: String = "{}", iterations: Int = 60, every: Int = 10) -> String {
        """
        name: equal
        data: {dataset: dirac}
        noise: {dimension: 1}
        generator: {layers: [learned_constant: {shape: 1, value: 0}]}
        discriminator: {layers: [dense: {units: 1, bias: false, initializer: {constant: 0}}]}
        training: {iterations: \(iterations), batch_size: 4, stop: {equilibrium: 2}}
        evaluation: {every: \(every), samples: 500, metrics: none, critic: \(critic)}
        """
    }

    /// The rest of the judges may all be too simple for the data.
    @Test(arguments: ["{iterations: 0}", "{iterations: 5}"])
    func nothingIsConfirmedWithoutACriticThatLevelledOff(critic: String) throws {
        let session = try SessionFolder(Self.equal(critic))
        defer { session.remove() }
        let outcome = try #require(try session.run().first?.outcome)
        #expect(outcome.status == .complete, "\(outcome)")
        #expect(try session.column("verdict", of: "runs.csv") == ["cannot tell"])
        let report = try #require(try session.bytes().first { $0.key.hasSuffix("equilibrium.md") }?.value)
        #expect(String(decoding: report, as: UTF8.self).hasPrefix("# Cannot tell: "))
    }

    /// A long course of a discriminator that is ahead, and the two evaluations that ended the run: the report and the
    /// table of runs judge the same.
    @Test func oneVerdictOfAStoppedRun() throws {
        let session = try SessionFolder(Self.equal(iterations: 600, every: 100))
        defer { session.remove() }
        #expect(try session.run().first?.outcome.status == .stopped)
        let metrics = try #require(
            try session.bytes().keys.first { $0.contains("/run-") && $0.hasSuffix("/metrics.csv") })
        let url = URL(fileURLWithPath: "\(session.results)/\(metrics)")
        var rows = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).map(String.init)
        let columns = rows[0].split(separator: ",").map(String.init)
        let ahead = (1...40).map { iteration in
            let cells = rows[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return zip(columns, cells).map { column, cell in
                column == "iteration"
                    ? "\(iteration)" : ["accuracy_real", "accuracy_fake"].contains(column) ? "0.9" : cell
            }.joined(separator: ",")
        }
        rows.insert(contentsOf: ahead, at: 2)
        try Data((rows.joined(separator: "\r\n") + "\r\n").utf8).write(to: url)
        try session.forgetFiles()
        _ = try RunReport(folder: url.deletingLastPathComponent().path).write(threads: 1)
        try session.run()
        let json = try #require(try session.bytes().first { $0.key.hasSuffix("equilibrium.json") }?.value)
        let report = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(report["verdict"] as? String == "equilibrium")
        #expect(try session.column("verdict", of: "runs.csv") == ["equilibrium"])
    }

    /// A generator of one point, in the middle of the ring and at a mode of it.
    @Test(arguments: ["0", "1"]) func collapseStopsARun(value: String) throws {
        let text = Self.standing(
            "{equilibrium: 3, collapse: 3}", generator: "learned_constant: {shape: 2, value: \(value)}")
        let session = try SessionFolder(text)
        defer { session.remove() }
        let outcome = try #require(try session.run().first?.outcome)
        #expect(outcome.status == .stopped)
        #expect(
            outcome.message
                == "at iteration 30: mode collapse for 3 evaluations in a row: generated samples spread 0.000 times as far "
                + "as real ones", "\(outcome)")
        #expect(try session.column("generator_spread", of: "metrics.csv") == ["0.0", "0.0", "0.0", "0.0"])
        #expect(try session.column("modes", of: "metrics.csv") == ["8", "8", "8", "8"])
        let whole = try session.bytes()
        #expect(try interrupted(text, at: [10, 29]) == whole)
        // Killed after its last checkpoint, it had not yet said that it was stopped.
        try FileManager.default.removeItem(atPath: session.folders()[0] + "/status.json")
        #expect(try session.run().first?.outcome.message == outcome.message)
        #expect(try session.bytes() == whole)
    }

    /// The untrained linear generator spreads as a cloud about as wide as the ring.
    @Test func aSpreadOutGeneratorIsNotStopped() throws {
        let session = try SessionFolder(Self.standing("{collapse: 1}"))
        defer { session.remove() }
        let outcome = try #require(try session.run().first?.outcome)
        #expect(outcome.status == .complete, "\(outcome)")
    }

    /// The report's first line and its table of sample metrics count the modes of the same samples.
    @Test func oneCountOfModes() throws {
        let session = try SessionFolder(Self.standing("{}").replacing("metrics: none", with: "metrics: [modes]"))
        defer { session.remove() }
        try session.run()
        let counted = try session.column("generated", of: "sample_metrics.csv")
        let critic = try session.column("modes_covered", of: "critic.csv")
        #expect(counted.first != nil && counted.first.flatMap { Double($0) } == critic.last.flatMap { Double($0) })
    }
}
