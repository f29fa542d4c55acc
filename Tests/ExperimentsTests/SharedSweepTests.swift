import Diagnostics
import Foundation
import Reporting
import Testing

@testable import Experiments

/// Two programs at one sweep: each run is trained by one of them, and whatever either does, the files end up as one
/// program alone would have left them. Locks hold between sessions of one process as they do between processes.
@Suite struct SharedSweepTests {
    private static let text =
        tinyExperiment("shared", iterations: 20, every: 10) + "sweep: {seeds: 3}\n"

    /// Runs `second` while a session trains its first run.
    private func share(
        _ session: SessionFolder, _ second: () throws -> Void
    ) throws -> (results: [Session.Result], events: [String]) {
        var failure: (any Error)?
        var isFirst = true
        var events: [String] = []
        let results = try session.run { event in
            switch event {
            case .started(let label, _):
                events.append("started \(label.number)")
                guard isFirst else { return }
                isFirst = false
                do { try second() } catch { failure = error }
            case .skipped(let label, _): events.append("skipped \(label.number)")
            case .elsewhere(let label): events.append("elsewhere \(label.number)")
            default: break
            }
        }
        if let failure { throw failure }
        return (results, events)
    }

    private func alone() throws -> [String: Data] {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        return try session.bytes()
    }

    @Test func eachRunIsTrainedByOneProgram() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        var others: [RunStatus] = []
        var table: [String] = []
        let (results, events) = try share(session) {
            others = try session.run().map(\.outcome.status)
            table = try session.column("seed", of: "runs.csv")
        }
        #expect(others == [.elsewhere, .complete, .complete])
        #expect(table == ["2", "3"])
        #expect(events == ["started 1", "skipped 2", "skipped 3"])
        #expect(results.map(\.outcome.status) == [.complete, .complete, .complete])
        #expect(try session.bytes() == alone())
    }

    /// What it began is continued by the program that is left.
    @Test func aProgramThatEndsLeavesItsRunToTheOther() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        var others: [RunStatus] = []
        let (results, events) = try share(session) {
            others = try session.run(interruptedAfter: 13).map(\.outcome.status)
        }
        #expect(others == [.interrupted])
        #expect(events == ["started 1", "started 2", "started 3"])
        #expect(results.map(\.outcome.status) == [.complete, .complete, .complete])
        #expect(try session.bytes() == alone())
    }

    /// The first program looked at its runs before the second one trained them: its table has their rows all the same.
    @Test func tablesHoldWhatTheOtherProgramTrained() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        var tables: [[String]] = []
        try session.run { event in
            switch event {
            case .started(let label, _) where label.number == 1: _ = try? session.run()
            case .finished(let label, _) where label.number == 1:
                // Of the other program, which wrote last.
                tables.append((try? session.column("seed", of: "runs.csv")) ?? [])
            case .skipped(let label, _) where label.number == 2:
                tables.append((try? session.column("seed", of: "runs.csv")) ?? [])
            default: break
            }
        }
        #expect(tables == [["2", "3"], ["1", "2", "3"]])
    }

    @Test func nothingBeginsAnewWhereAnotherProgramTrains() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let whole = try session.bytes()
        try FileManager.default.removeItem(atPath: session.folders()[1])
        var message = ""
        _ = try share(session) {
            do { try session.run(fresh: true) } catch let error as DiagnosticError {
                message = error.diagnostics.map(\.message).joined()
            }
        }
        #expect(try message.contains("another saddle is training the run in '\(session.folders()[1])'"))
        #expect(try session.bytes() == whole)
    }

    /// A run that another program has is not looked at closely: what it is writing may be half there.
    @Test func aRunInOtherHandsKeepsItsRow() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run(interruptedAfter: 13)
        let folder = try session.folders()[0]
        let before = try session.column("iteration", of: "runs.csv")
        try Data("half a ro".utf8).write(to: URL(fileURLWithPath: "\(folder)/metrics.csv"))
        try Data().write(to: URL(fileURLWithPath: "\(folder)/config.yaml.tmp"))
        let lock = try #require(try FolderLock.take(folder))
        #expect(try session.run().map(\.outcome.status) == [.elsewhere, .complete, .complete])
        #expect(FileManager.default.fileExists(atPath: "\(folder)/config.yaml.tmp"))
        #expect(try session.column("iteration", of: "runs.csv").first == before.first)
        withExtendedLifetime(lock) {}
    }
}
