import Foundation
import Testing

@testable import Experiments

/// What a run makes of the files that it was interrupted with, whole or not.
@Suite struct ResumeTests {
    private static let text =
        tinyExperiment("resumed", iterations: 40, every: 10) + "output: {tensorboard: true, samples_every: 20}\n"

    /// Interrupted at iteration 25, then changed, then continued.
    private func resume(_ change: (_ folder: String) throws -> Void) throws -> (
        bytes: [String: Data], outcome: RunOutcome, begun: [Int]
    ) {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run(interruptedAfter: 25)
        try change(session.folders()[0])
        var begun: [Int] = []
        let results = try session.run { event in
            if case .started(_, let iteration) = event { begun.append(iteration) }
        }
        return (try session.bytes(), try #require(results.first).outcome, begun)
    }

    private func whole() throws -> [String: Data] {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        return try session.bytes()
    }

    private func append(_ text: String, to path: String) throws {
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    @Test(arguments: ["", "iteration", "no,table\r\n1\r\n"]) func theClockIsNoReasonToBeginAnew(clock: String) throws {
        let resumed = try resume { try Data(clock.utf8).write(to: URL(fileURLWithPath: "\($0)/timing.csv")) }
        #expect(resumed.begun == [25] && resumed.outcome.status == .complete)
        #expect(try resumed.bytes == whole())
    }

    @Test func aMissingClockIsNoReasonToBeginAnew() throws {
        let resumed = try resume { try FileManager.default.removeItem(atPath: "\($0)/timing.csv") }
        #expect(resumed.begun == [25] && resumed.outcome.status == .complete)
        #expect(try resumed.bytes == whole())
    }

    /// A program that was killed may have written a part of a row.
    @Test(arguments: ["metrics.csv", "timing.csv"]) func aTornRowIsMeasuredAgain(file: String) throws {
        let resumed = try resume { try append("30,0.5", to: "\($0)/\(file)") }
        #expect(resumed.begun == [25] && resumed.outcome.status == .complete)
        #expect(try resumed.bytes == whole())
    }

    /// A checkpoint holds the tables as they were.
    @Test(arguments: ["no row of numbers\r\n", nil]) func damagedTablesAreWrittenAgain(row: String?) throws {
        let resumed = try resume { folder in
            if let row {
                try append(row, to: "\(folder)/metrics.csv")
            } else {
                try FileManager.default.removeItem(atPath: "\(folder)/metrics.csv")
            }
            try Data("other: text\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/config.yaml"))
        }
        #expect(resumed.begun == [25] && resumed.outcome.status == .complete)
        #expect(try resumed.bytes == whole())
    }

    @Test func whatAKilledProgramWasWritingIsRemoved() throws {
        let places = ["status.json", "samples/iteration-40.png", "checkpoints/iteration-30.safetensors"]
        let resumed = try resume { folder in
            for place in places { try Data("a part".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(place).7.tmp")) }
        }
        #expect(resumed.begun == [25])
        #expect(try resumed.bytes == whole())
    }
}
