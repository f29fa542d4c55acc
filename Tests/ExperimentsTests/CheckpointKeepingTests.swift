import Configuration
import Diagnostics
import Equilibrium
import Foundation
import Reporting
import Testing

@testable import Experiments

/// The last k checkpoints, and that of the best generator.
@Suite struct CheckpointKeepingTests {
    private static let text = tinyExperiment(
        "kept", samples: 200, iterations: 40, every: 10,
        critic: "{iterations: 10, every: 10, batch_size: 8, samples: 20}")

    private func session(_ output: String) throws -> SessionFolder {
        try SessionFolder(Self.text + "output: \(output)\n")
    }

    private func checkpoints(_ session: SessionFolder) throws -> [Int] {
        try RunFolder(session.folders()[0]).checkpoints()
    }

    @Test(arguments: [
        ("{checkpoint_every: 8}", [8, 16, 24, 32, 40]), ("{checkpoint_every: 8, checkpoint_keep: 2}", [32, 40]),
        ("{checkpoint_every: 15, checkpoint_keep: 1}", [30, 40]), ("{}", [40]),
    ])
    func theLatestStay(output: String, expected: [Int]) throws {
        let session = try session(output)
        defer { session.remove() }
        try session.run()
        #expect(try checkpoints(session) == expected)
    }

    /// Interrupted at iterations of all kinds: the same files with the same bytes.
    @Test(arguments: [
        "{checkpoint_every: 8, checkpoint_keep: 2}",
        "{checkpoint_every: 12, checkpoint_keep: 1, checkpoint_best: true}",
    ])
    func interruptionsChangeNothing(output: String) throws {
        let whole = try session(output)
        defer { whole.remove() }
        try whole.run()
        let bytes = try whole.bytes()
        for pause in [9, 20] {
            let session = try session(output)
            defer { session.remove() }
            for _ in 0..<(40 / pause + 1) { try session.run(interruptedAfter: pause) }
            try session.run()
            #expect(try session.bytes() == bytes, "\(pause)")
        }
    }

    @Test func theBestStays() throws {
        let session = try session("{checkpoint_best: true}")
        defer { session.remove() }
        try session.run()
        let examinations = try RunFolder(session.folders()[0]).examinations()
        #expect(examinations.map(\.iteration) == [10, 20, 30, 40])
        let bounds = examinations.map(\.evidence.bound)
        let best = try #require(zip(bounds, examinations.map(\.iteration)).min { $0.0 < $1.0 }).1
        #expect(try checkpoints(session) == Set([best, 40]).sorted())
        // It holds what was found of it.
        let checkpoint = try RunCheckpoint(AtomicFile.read(RunFolder(session.folders()[0]).checkpoint(best)))
        let judges = String(decoding: checkpoint.tables["judges.csv"] ?? [], as: UTF8.self)
        #expect(judges.contains("\n\(best),"))
    }

    /// The one before the latest stands in for it, though those before that were removed when the latest was written.
    @Test func aDamagedLatestFallsBackToTheOneBefore() throws {
        let output = "{checkpoint_every: 10, checkpoint_keep: 2}"
        let whole = try session(output)
        defer { whole.remove() }
        try whole.run()
        let session = try session(output)
        defer { session.remove() }
        try session.run(interruptedAfter: 30)
        #expect(try checkpoints(session) == [20, 30])
        let latest = URL(fileURLWithPath: try RunFolder(session.folders()[0]).checkpoint(30))
        try Data(contentsOf: latest).dropLast().write(to: latest)
        var start: Int?
        try session.run { if case .started(_, let iteration) = $0 { start = iteration } }
        #expect(start == 20)
        #expect(try session.bytes() == whole.bytes())
    }

    @Test(arguments: [
        (
            "{checkpoint_keep: 2}",
            "checkpoint_keep says how many checkpoints of checkpoint_every stay, which is not given"
        ),
        (
            "{checkpoint_best: true}",
            "checkpoint_best chooses among the iterations at which the judges look, and they look at the last alone"
        ),
    ])
    func whatHasNothingToChooseFromIsRefused(output: String, message: String) throws {
        let session = try SessionFolder(tinyExperiment("kept", iterations: 4, every: 2) + "output: \(output)\n")
        defer { session.remove() }
        let error = #expect(throws: DiagnosticError.self) { try session.prepare() }
        #expect(error?.diagnostics.map(\.message) == [message])
        #expect(error?.diagnostics.first?.location != nil)
    }
}
