import Foundation
import Testing

@testable import Experiments

/// Classes of a conditional run: what its files say of them.
@Suite struct ClassesOfRunsTests {
    /// Points of four modes, a class each.
    private static let text = """
        name: classes
        data: {dataset: ring, modes: 4, samples: 800}
        noise: {dimension: 2}
        condition: {method: concat}
        generator: {layers: [dense: 8, relu, dense: 2]}
        discriminator: {layers: [dense: 8, relu, dense: 1]}
        training: {iterations: 60, batch_size: 16}
        evaluation: {every: 20, samples: 100, critic: {iterations: 30, every: 30, samples: 120}}

        """

    private static func number(_ text: String) throws -> Double { try #require(Double(text)) }

    /// Counts of all classes come to what the other tables say of all samples.
    @Test func classesComeToTheWhole() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        func column(_ name: String, _ file: String = "classes.csv") throws -> [String] {
            try session.column(name, of: file)
        }
        #expect(try column("iteration") == ["30", "30", "30", "30", "60", "60", "60", "60"])
        #expect(try column("label") == ["0", "1", "2", "3", "0", "1", "2", "3"])
        // No evaluation was due at iteration 30.
        #expect(try column("real_samples").prefix(4) == ["", "", "", ""])
        for kind in ["real", "fake"] {
            let samples = kind == "real" ? "real_samples" : "generated_samples"
            func right(_ prefix: String) throws -> Double {
                try zip(column("\(prefix)accuracy_\(kind)"), column("\(prefix)\(samples)")).suffix(4)
                    .reduce(0) { try $0 + Self.number($1.0) * Self.number($1.1) }
            }
            let ofCritic = try #require(column("critic_accuracy_\(kind)", "critic.csv").last)
            #expect(try abs(right("critic_") / 120 - Self.number(ofCritic)) < 1e-9)
            let ofGame = try #require(column("accuracy_\(kind)", "metrics.csv").last)
            #expect(try abs(right("") / 100 - Self.number(ofGame)) < 1e-9)
        }
        #expect(try column("coverage").allSatisfy { !$0.isEmpty })
        // There is no classifier of modes.
        #expect(try column("right_class").allSatisfy(\.isEmpty))
        let folder = try #require(try session.folders().first)
        let report = try String(contentsOfFile: "\(folder)/equilibrium.md", encoding: .utf8)
        #expect(report.contains("## Classes") && report.contains("Of 4 classes the critic tells"))
    }

    /// Whenever it is interrupted, and when its report is made again.
    @Test(arguments: [25, 30, 45, 60]) func theSameBytes(interruptedAfter iteration: Int) throws {
        let (whole, parted) = (try SessionFolder(Self.text), try SessionFolder(Self.text))
        defer {
            whole.remove()
            parted.remove()
        }
        try whole.run()
        try parted.run(interruptedAfter: iteration)
        try parted.run(threads: 1)
        let bytes = try whole.bytes()
        #expect(try parted.bytes() == bytes)
        let folder = try #require(try parted.folders().first)
        _ = try RunReport(folder: folder).write(threads: 2)
        let again = try parted.bytes()
        let name = try #require(bytes.keys.first { $0.hasSuffix("classes.csv") })
        #expect(again[name] == bytes[name])
        #expect(try Verification(parted.results).isSound)
    }
}
