import Foundation
import Reporting
import Testing

@testable import Experiments
import TestSupport

/// What becomes of a run whose files are not those that were written.
@Suite struct DamageTests {
    private static let text =
        tinyExperiment(
            "damaged", samples: 200, iterations: 40, every: 10,
            critic: "{iterations: 10, every: 20, batch_size: 8, samples: 20}"
        )
        .replacing("metrics: none", with: "metrics: [modes: {samples: 40}]")
        + "output: {samples_every: 20, checkpoint_every: 10}\n"

    enum Damage: String, CaseIterable, Sendable {
        case removed, emptied, cut, bit, zeros, grown

        func apply(to path: String) throws {
            let url = URL(fileURLWithPath: path)
            var content = try Data(contentsOf: url)
            switch self {
            case .removed: return try FileManager.default.removeItem(at: url)
            case .emptied: content = Data()
            case .cut: content = content.prefix(content.count / 2)
            case .bit: content[content.count / 2] ^= 1
            case .zeros: content = Data(count: content.count)
            case .grown: content += Data("x".utf8)
            }
            try content.write(to: url)
        }
    }

    private static let names = [
        "status.json", "config.yaml", "metrics.csv", "critic.csv", "sample_metrics.csv", "equilibrium.md",
        "equilibrium.json", "accuracy.png", "report.html", "samples/iteration-20.png", "samples/iteration-40.png",
        "checkpoints/iteration-10.safetensors", "checkpoints/iteration-20.safetensors",
        "checkpoints/iteration-40.safetensors",
    ]

    /// Each file in one of the ways; Tests/Faults has all pairs.
    private static let damages = names.enumerated().map {
        ($0.element, Damage.allCases[$0.offset % Damage.allCases.count])
    }

    /// Of a finished run: the next command says so and ends with the same bytes.
    @Test func aFinishedRunIsMended() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let folder = try session.folders()[0]
        let whole = try session.bytes()
        for (name, damage) in Self.damages + [("status.json", .bit)] {
            try damage.apply(to: "\(folder)/\(name)")
            var notices: [String] = []
            let results = try session.run { if case .notice(_, let text) = $0 { notices.append(text) } }
            #expect(results.map(\.outcome.status) == [.complete], "\(name): \(results)")
            // Without a record it is a run that was killed.
            #expect(notices.count == (name == "status.json" && damage == .removed ? 0 : 1), "\(name)")
            #expect(
                notices.allSatisfy { $0.contains(name) && $0.contains("trained again from") }, "\(name): \(notices)")
            #expect(try session.bytes() == whole, "\(name)")
        }
    }

    /// The names of a sweep's runs, which `saddle status` reads.
    @Test(arguments: Damage.allCases) func theNamesOfAFinishedSweepAreMended(_ damage: Damage) throws {
        let session = try SessionFolder(tinyExperiment("named", iterations: 20, every: 10) + "sweep: {seeds: 2}\n")
        defer { session.remove() }
        try session.run()
        let whole = try session.bytes()
        try damage.apply(to: "\(session.results)/named/sweep.txt")
        #expect(try session.run().map(\.outcome.status) == [.complete, .complete])
        #expect(try session.bytes() == whole)
    }

    @Test func anInterruptedRunIsMended() throws {
        let undisturbed = try SessionFolder(Self.text)
        defer { undisturbed.remove() }
        try undisturbed.run()
        let whole = try undisturbed.bytes()
        for (name, damage) in Self.damages + [("checkpoints/iteration-25.safetensors", .bit)] {
            let session = try SessionFolder(Self.text)
            defer { session.remove() }
            try session.run(interruptedAfter: 25)
            let path = try "\(session.folders()[0])/\(name)"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try damage.apply(to: path)
            #expect(try session.run().map(\.outcome.status) == [.complete], "\(name)")
            #expect(try session.bytes() == whole, "\(name)")
        }
    }

    /// A checkpoint of the right content under another name: an earlier state is not passed off as a later one.
    @Test func aCheckpointUnderAnotherNameIsNotTakenUp() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let whole = try session.bytes()
        let folder = RunFolder(try session.folders()[0])
        for (from, to) in [(10, 40), (10, 9_223_372_036_854_775_807)] {
            let target = folder.checkpoint(to)
            if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
            try FileManager.default.copyItem(atPath: folder.checkpoint(from), toPath: target)
            try FileManager.default.removeItem(atPath: folder.file("status.json"))
            #expect(try session.run().map(\.outcome.status) == [.complete])
            #expect(try session.bytes() == whole)
        }
    }

    /// The pages over all runs are written without the run whose settings cannot be read, and say so.
    @Test func anotherRunsDamageDoesNotKeepThePagesFromBeingWritten() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let damaged = RunFolder(try session.folders()[0])
        try Data("seed: [".utf8).write(to: URL(fileURLWithPath: damaged.file("config.yaml")))
        for size in [5, 6] {
            try session.folder.write(
                "experiment.yaml", Self.text.replacing("batch_size: 4", with: "batch_size: \(size)"))
            #expect(try session.run().map(\.outcome.status) == [.complete])
        }
        let experiment = ExperimentFolder(results: session.results, experiment: "damaged")
        #expect(try experiment.leftOut().count == 1)
        for name in ["report.md", "report.html"] {
            let page = try String(contentsOfFile: "\(experiment.path)/\(name)", encoding: .utf8)
            #expect(page.contains("Left out: ") && page.contains("config.yaml is damaged"), "\(name)")
            #expect(page.contains("batch_size") && page.contains("2 runs: "), "\(name)")
        }
        #expect(try Verification(session.results).findings.contains { $0.hasPrefix(damaged.file("config.yaml")) })
    }

    /// Whole, and of another run: it may be all that is left of it.
    @Test func aCheckpointOfAnotherRunIsRefused() throws {
        let (session, other) = (
            try SessionFolder(Self.text), try SessionFolder(Self.text.replacing("batch_size: 4", with: "batch_size: 5"))
        )
        defer {
            session.remove()
            other.remove()
        }
        try other.run()
        let folder = RunFolder(try session.folders()[0])
        try Folder.make(folder.file("checkpoints"))
        let source = RunFolder(try other.folders()[0]).checkpoint(20)
        try FileManager.default.copyItem(atPath: source, toPath: folder.checkpoint(20))
        let outcome = try #require(try session.run().first?.outcome)
        #expect(outcome.status == .failed)
        #expect(
            outcome.message?.contains("checkpoints/iteration-20.safetensors: it is of another configuration") == true)
        #expect(FileManager.default.contentsEqual(atPath: source, andPath: folder.checkpoint(20)))
    }

    @Test func aCheckpointWithoutAChecksumIsRefused() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run(interruptedAfter: 5)
        let path = RunFolder(try session.folders()[0]).checkpoint(5)
        let header = Array(#"{"__metadata__":{"format":"saddle 1"}}"#.utf8)
        try AtomicFile.write([UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header, to: path)
        let outcome = try #require(try session.run().first?.outcome)
        #expect(outcome.status == .failed && outcome.message?.contains("it has no checksum") == true, "\(outcome)")
        #expect(try session.run(fresh: true).first?.outcome.status == .complete)
    }

    /// Where the data changed, a damaged run cannot be made again: its row stays what it was.
    @Test func whatCannotBeMendedIsLeft() throws {
        let data = try TemporaryFolder()
        let text = Self.text.replacing(
            "dataset: ring, samples: 200", with: "dataset: csv, path: \(data.path("data.csv"))"
        )
        .replacing("metrics: [modes: {samples: 40}]", with: "metrics: none")
        let session = try SessionFolder(text)
        defer { session.remove() }
        try data.write("data.csv", (0..<40).map { "\($0),\($0 * $0 % 31)\n" }.joined().utf8)
        try session.run()
        try data.write("data.csv", (0..<40).map { "\($0),\($0 * $0 % 29)\n" }.joined().utf8)
        try FileManager.default.removeItem(atPath: "\(session.folders()[0])/metrics.csv")
        // What stands over all runs shows what is there.
        func bytes() throws -> [String: Data] {
            try session.bytes().filter { !["damaged/report.html", "damaged/metrics.csv"].contains($0.key) }
        }
        let before = try bytes()
        let outcome = try #require(try session.run().first?.outcome)
        #expect(outcome.status == .failed)
        #expect(outcome.message?.hasPrefix("metrics.csv is missing; cannot continue from ") == true, "\(outcome)")
        #expect(try bytes() == before)
        #expect(try session.column("status", of: "runs.csv") == ["complete"])
    }

    /// An interruption before the first iteration, or a kill between a checkpoint and the removal of the one before.
    @Test func noStaleCheckpointStays() throws {
        let undisturbed = try SessionFolder(Self.text)
        defer { undisturbed.remove() }
        try undisturbed.run()
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run(interruptedAfter: 0)
        let folder = RunFolder(try session.folders()[0])
        #expect(try folder.checkpoints() == [0])
        let first = try Data(contentsOf: URL(fileURLWithPath: folder.checkpoint(0)))
        try session.run(interruptedAfter: 12)
        #expect(try folder.checkpoints() == [10, 12])
        try first.write(to: URL(fileURLWithPath: folder.checkpoint(0)))
        try session.run()
        #expect(try folder.checkpoints() == [10, 20, 30, 40])
        #expect(try session.bytes() == undisturbed.bytes())
    }

    /// A record of an earlier version lists no files: it is taken at its word.
    @Test func anOldRecordIsBelieved() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        try session.forgetFiles()
        #expect(try Intention(RunFolder(session.folders()[0])) == .skip)
    }
}

/// What `saddle verify` finds.
@Suite struct VerificationTests {
    private static let text = tinyExperiment("verified", iterations: 20, every: 10) + "sweep: {seeds: 2}\n"

    private func trained(_ body: (_ session: SessionFolder, _ folder: String) throws -> Void) throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        try body(session, session.folders()[0])
    }

    @Test func whatWasWrittenIsSound() throws {
        try trained { session, _ in
            let verification = try Verification(session.results)
            #expect(verification.isSound && verification.text.hasPrefix("all as written: 2 runs, "), "\(verification)")
        }
    }

    @Test(arguments: [
        ("metrics.csv", "metrics.csv is damaged"), ("checkpoints/iteration-20.safetensors", "is damaged"),
        ("status.json", "is damaged"), ("accuracy.png", "accuracy.png is damaged"),
    ])
    func aChangedBitIsFound(name: String, text: String) throws {
        try trained { session, folder in
            try DamageTests.Damage.bit.apply(to: "\(folder)/\(name)")
            let findings = try Verification(session.results).findings
            #expect(findings.contains { $0.hasPrefix("\(folder)/\(name): ") && $0.contains(text) }, "\(findings)")
        }
    }

    @Test func whatIsMissingOrForeignIsFound() throws {
        try trained { session, folder in
            try FileManager.default.removeItem(atPath: "\(folder)/equilibrium.md")
            try Data().write(to: URL(fileURLWithPath: "\(folder)/samples/iteration-3.png.tmp"))
            try Data().write(to: URL(fileURLWithPath: "\(session.results)/verified/notes.txt"))
            #expect(
                try Verification(session.results).findings == [
                    "\(folder)/equilibrium.md: equilibrium.md is missing",
                    "\(folder)/samples/iteration-3.png.tmp: does not belong there",
                    "\(session.results)/verified/notes.txt: does not belong there",
                ])
        }
    }

    @Test func anotherConfigurationAndAnotherRowAreFound() throws {
        try trained { session, folder in
            for (path, old, new) in [
                ("\(folder)/config.yaml", "seed: 1", "seed: 3"),
                ("\(session.results)/verified/runs.csv", ",complete,", ",stopped,"),
            ] {
                let url = URL(fileURLWithPath: path)
                try Data(String(contentsOf: url, encoding: .utf8).replacing(old, with: new).utf8).write(to: url)
            }
            let findings = try Verification(session.results).findings
            #expect(findings.contains { $0.contains("describes another run") }, "\(findings)")
            #expect(findings.contains { $0.contains("runs.csv: the row of ") }, "\(findings)")
        }
    }

    @Test(arguments: [nil, 10]) func aRepetitionGivesTheSameBytes(iterations: Int?) throws {
        try trained { _, folder in
            let differences = try Repetition(folder, iterations: iterations, threads: 1).differences()
            #expect(differences.isEmpty)
        }
    }

    /// The record agrees with the file that was changed: only training again can tell.
    @Test(arguments: [nil, 10]) func aRepetitionFindsWhatTheRecordDoesNot(iterations: Int?) throws {
        try trained { session, folder in
            let url = URL(fileURLWithPath: "\(folder)/metrics.csv")
            let text = try String(contentsOf: url, encoding: .utf8)
            try Data(text.replacing("\n10,0", with: "\n10,1").utf8).write(to: url)
            try session.forgetFiles()
            #expect(try Repetition(folder, iterations: iterations, threads: 1).differences() == ["metrics.csv differs"])
        }
    }

    /// Errors on the way of a result are answers.
    @Test func noErrorIsThrownAwayOnTheWayOfAResult() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        for folder in ["Experiments", "Training", "Reporting/Files"] {
            let place = sources.appendingPathComponent(folder).path
            let names = try FileManager.default.subpathsOfDirectory(atPath: place).filter { $0.hasSuffix(".swift") }
            #expect(!names.isEmpty)
            for name in names {
                let text = try String(contentsOfFile: "\(place)/\(name)", encoding: .utf8)
                #expect(!text.contains(#/\btry\?/#), "\(folder)/\(name)")
            }
        }
    }
}
