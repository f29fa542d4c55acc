import Formats
import Foundation
import Reporting
import Testing

@testable import Experiments
import TestSupport

/// runs.csv, and the runs that a session takes.
@Suite struct RunsIndexTests {
    private static let text = tinyExperiment("swept", iterations: 20, every: 10) + "sweep: {seeds: 3}\n"

    private func index(_ session: SessionFolder) throws -> String {
        try String(contentsOfFile: "\(session.results)/swept/runs.csv", encoding: .utf8)
    }

    /// Of 3 runs trained anew, the second is interrupted: what comes after it is not done any more, and no table mixes
    /// old results with new ones.
    @Test func freshRunsThatWereNotReachedAreTrainedByTheNextCommand() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let bytes = try session.bytes()
        let interrupted = try session.run(interruptedAfter: 30, fresh: true)
        #expect(interrupted.map(\.outcome.status) == [.complete, .interrupted])
        #expect(try session.column("status", of: "runs.csv") == ["complete", "interrupted"])
        // Nothing is lost until it is trained again, and a file says that it is to be.
        let last = try session.folders()[2]
        for name in ["equilibrium.md", "status.json", "checkpoints/iteration-20.safetensors"] {
            #expect(FileManager.default.fileExists(atPath: "\(last)/\(name)"), "\(name)")
        }
        func intentions() throws -> [Intention] {
            try Session(session.prepare(), .init(results: session.results)).plan().map(\.intention)
        }
        #expect(try intentions() == [.skip, .resume, .train])
        try FileManager.default.removeItem(atPath: "\(last)/retrain")
        #expect(try intentions() == [.skip, .resume, .skip])
        try RunFolder(last).beginAnew()
        try session.run()
        #expect(try session.bytes() == bytes)
    }

    /// However a session that trains anew ends: what stood in the table is not there any more once training begins.
    @Test func noTableShowsWhatIsBeingTrainedAnew() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        var seen: [String]?
        try session.run(fresh: true) { event in
            if case .started(let label, _) = event, label.number == 1 {
                seen = try? session.column("status", of: "runs.csv")
            }
        }
        #expect(seen == [])
    }

    /// A run that cannot be trained is a row all the same: here of data that changed while the session was prepared.
    @Test func aRunWhoseDataCannotBeReadIsRecorded() throws {
        let data = try TemporaryFolder()
        try data.write("data.csv", "a,b\n1,2\n1,3\n".utf8)
        let session = try SessionFolder(
            Self.text.replacing("dataset: ring, samples: 100", with: "dataset: csv, path: \(data.path("data.csv"))"))
        defer { session.remove() }
        let experiments = try session.prepare()
        try data.write("data.csv", "a,b\n1,2\n1,x\n".utf8)
        let results = try Session(experiments, .init(results: session.results)).run(
            isInterrupted: { false }, report: { _ in })
        #expect(results.map(\.outcome.status) == [.failed, .failed, .failed])
        let path = "\(session.results)/swept/runs.csv"
        let table = try CSVTable(reading: AtomicFile.read(path), path: path)
        #expect(table.rows.map { $0[1] } == ["failed", "failed", "failed"])
    }

    /// As git keeps results: without a word on how far the runs came.
    @Test func aSingleRunKeepsTheRowsOfRunsWithoutAStatus() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let before = try index(session)
        let folders = try session.folders()
        for folder in folders { try FileManager.default.removeItem(atPath: "\(folder)/status.json") }
        let single = try Preparation(files: ["\(folders[0])/config.yaml"], overrides: ["training.iterations=10"])
        _ = try Session(single.experiments, .init(results: session.results)).run(
            isInterrupted: { false }, report: { _ in })
        #expect(try session.column("status", of: "runs.csv").count == 4)
        // What sets it apart is a column, in which the others have what their configurations say.
        #expect(try session.column("training.iterations", of: "runs.csv") == ["20", "20", "20", "10"])
        #expect(try session.column("seed", of: "runs.csv") == ["1", "2", "3", "1"])
        let rows = { (text: String) in
            text.split(whereSeparator: \.isNewline).dropFirst().prefix(3).map { $0.suffix(80) }
        }
        #expect(rows(try index(session)) == rows(before))
        let page = try String(contentsOfFile: "\(session.results)/swept/report.md", encoding: .utf8)
        #expect(page.contains("| training.iterations |") && page.contains("| 10 |") && page.contains("| 20 |"))
    }

    /// Interrupted before it is begun, like the runs of a sweep that were not reached.
    @Test func aFreshSingleRunThatWasNotReachedHasNoRow() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let single = try Preparation(files: ["\(session.folders()[0])/config.yaml"])
        _ = try Session(single.experiments, .init(results: session.results, fresh: true)).run(
            isInterrupted: { true }, report: { _ in })
        #expect(try session.column("seed", of: "runs.csv") == ["2", "3"])
    }

    /// The folder may be read-only.
    @Test func aTableThatSaysTheSameIsNotWritten() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        func file() throws -> Int? {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(session.results)/swept/runs.csv")
            return attributes[.systemFileNumber] as? Int
        }
        let before = try file()
        try session.run()
        #expect(try before != nil && file() == before)
    }

    /// Also where nothing was to be trained: pages that are out of date would pass for those of the results.
    @Test func pagesThatCannotBeWrittenAreTold() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let page = "\(session.results)/swept/report.md"
        try FileManager.default.removeItem(atPath: page)
        try FileManager.default.createDirectory(atPath: page, withIntermediateDirectories: false)
        let told = #expect(throws: FileError.self) { try session.run() }
        #expect(told?.path == page && told?.isRefused == false)
        try FileManager.default.removeItem(atPath: page)
        #expect(try session.run().map(\.outcome.status) == [.complete, .complete, .complete])
    }

    @Test func withoutRowsThereAreNoPages() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let folder = ExperimentFolder(results: session.results, experiment: "swept")
        #expect(folder.page == "\(folder.path)/report.html")
        try session.run(interruptedAfter: -1, fresh: true)
        #expect(try session.column("status", of: "runs.csv").isEmpty)
        #expect(folder.page == nil && !FileManager.default.fileExists(atPath: "\(folder.path)/report.md"))
    }

    /// Not after each of the others again.
    @Test func aFinishedRunIsReadOnce() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let folders = try session.folders()
        try session.run { event in
            guard case .finished(let label, _) = event, label.number > 1 else { return }
            try? FileManager.default.removeItem(atPath: "\(folders[0])/status.json")
        }
        #expect(try session.column("status", of: "runs.csv") == ["complete", "complete", "complete"])
    }
}
