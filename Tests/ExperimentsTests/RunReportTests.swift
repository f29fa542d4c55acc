import Diagnostics
import Foundation
import Testing

@testable import Experiments

/// What a report made again may say of a run's final generator.
@Suite struct RunReportTests {
    private static let text = tinyExperiment(
        "judged", samples: 1000, iterations: 40, every: 10, critic: "{iterations: 20, every: 20, layers: [dense: 1]}")

    /// A run that is done, and its folder.
    private func trained(_ body: (_ session: SessionFolder, _ folder: String) throws -> Void) throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        try body(session, session.folders()[0])
    }

    @Test(arguments: ["seed=7", "evaluation.samples=10000", "evaluation.every=5", "evaluation.critical=1"])
    func onlyTheJudgesCanBeSet(setting: String) throws {
        try trained { _, folder in
            let error = #expect(throws: DiagnosticError.self) { try RunReport(folder: folder, overrides: [setting]) }
            #expect(
                error?.diagnostics == [
                    Diagnostic(
                        "'\(setting)' would make it another run",
                        help: "only keys of evaluation.critic and evaluation.metrics can be set for a report")
                ])
        }
    }

    @Test func aRunThatIsToBeginAnewHasNoReport() throws {
        try trained { session, folder in
            try RunFolder(folder).beginAnew()
            let error = #expect(throws: DiagnosticError.self) { try RunReport(folder: folder) }
            #expect(
                error?.diagnostics == [
                    Diagnostic("the run in '\(folder)' has no record of its end", help: "saddle run trains it again")
                ])
        }
    }

    @Test func anEarlierGeneratorIsNotPassedOffAsTheFinalOne() throws {
        try trained { session, folder in
            let run = RunFolder(folder)
            func problem() throws -> Diagnostic? {
                let error = #expect(throws: DiagnosticError.self) { try RunReport(folder: folder).write(threads: 1) }
                return error?.diagnostics.first
            }
            try FileManager.default.moveItem(atPath: run.checkpoint(40), toPath: run.checkpoint(30))
            let missing = try #require(try problem())
            #expect(
                missing.message
                    == "the run in '\(folder)' is not as it was written: checkpoints/iteration-40.safetensors is missing"
            )
            #expect(missing.help == "saddle run trains again what is damaged")
            try session.forgetFiles()
            let old = try #require(try problem())
            #expect(old.message == "'\(folder)' has no checkpoint of its last iteration, 40")
            #expect(old.help?.contains("--fresh") == true)
        }
    }

    /// What is judged again is what was recorded, and nothing changes before all of it is known.
    @Test(arguments: ["metrics.csv", "critic.csv", "config.yaml", "checkpoints/iteration-40.safetensors"])
    func aDamagedRunIsNotJudged(name: String) throws {
        try trained { session, folder in
            let url = URL(fileURLWithPath: "\(folder)/\(name)")
            var content = try Data(contentsOf: url)
            content[content.count / 2] ^= 1
            try content.write(to: url)
            let before = try session.bytes()
            let error = #expect(throws: DiagnosticError.self) { try RunReport(folder: folder).write(threads: 1) }
            #expect(error?.diagnostics.first?.message.contains("\(name) is damaged") == true)
            #expect(try session.bytes() == before)
        }
    }

    @Test func anEarlierCriticIsNotPassedOffAsTheFinalOne() throws {
        try trained { session, folder in
            #expect(try session.column("iteration", of: "critic.csv") == ["20", "40"])
            _ = try RunReport(folder: folder, overrides: ["evaluation.critic.iterations=0"]).write(threads: 1)
            #expect(try session.column("iteration", of: "critic.csv") == ["20", "40"])
            #expect(try session.column("critic_accuracy", of: "critic.csv").last == "")
            let json = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/equilibrium.json"))
            let report = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
            #expect(report["critic"] == nil)
            // No run has one: the column is not there.
            #expect(try session.column("critic_accuracy", of: "runs.csv") == [])
            #expect(try session.column("verdict", of: "runs.csv") == [report["verdict"] as? String])
        }
    }

    @Test func nobodyReportsWhereAnotherProgramWrites() throws {
        try trained { _, folder in
            let report = try RunReport(folder: folder)
            let lock = try #require(try FolderLock.take(folder))
            defer { withExtendedLifetime(lock) {} }
            #expect(throws: DiagnosticError.self) { try report.write(threads: 1) }
        }
    }
}
