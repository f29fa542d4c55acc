import Formats
import Foundation
import Reporting
import Testing

@testable import Experiments
import TestSupport

@Suite struct CheckpointTests {
    private static let text = tinyExperiment("kept", iterations: 6, every: 6)

    /// What a kill would find at every iteration, far from any evaluation.
    @Test func aKilledRunHasACheckpointBetweenEvaluations() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let run = try #require(try session.prepare().first?.runs.first)
        let folder = RunFolder("\(session.results)/kept/\(run.id)")
        let training = RunTraining(
            run: run, label: RunLabel(experiment: "kept", id: run.id, number: 1, count: 1), folder: folder,
            workers: .shared, shared: SharedValues(jobs: 1), checkpointPause: .zero)
        var found: [[Int]] = []
        func look() -> Bool {
            found.append((try? folder.checkpoints()) ?? [-1])
            return false
        }
        #expect(training.run(isInterrupted: look, report: { _ in }).status == .complete)
        #expect(found == [[], [1], [2], [3], [4], [5]])
        #expect(try folder.checkpoints() == [6])
    }

    /// What was trained on the old samples does not mix with the new ones, and is not thrown away unasked either.
    @Test func aRunWhoseDataChangedIsNotContinued() throws {
        let data = try TemporaryFolder()
        let session = try SessionFolder(
            Self.text.replacing("dataset: ring, samples: 100", with: "dataset: csv, path: \(data.path("data.csv"))"))
        defer { session.remove() }
        func write(_ factor: Int) throws {
            let rows = (0..<40).map { "\($0),\(factor * $0 * $0 % 31)\n" }
            try data.write("data.csv", rows.joined().utf8)
        }
        func outcome(fresh: Bool = false) throws -> (start: Int?, outcome: RunOutcome) {
            var start: Int?
            let results = try session.run(fresh: fresh) {
                if case .started(_, let iteration) = $0 { start = iteration }
            }
            return (start, try #require(results.first).outcome)
        }
        try write(1)
        try session.run(interruptedAfter: 3)
        try write(2)
        let refused = try outcome().outcome
        #expect(refused.status == .failed)
        let message = try #require(refused.message)
        #expect(
            message.hasPrefix("cannot continue from checkpoints/iteration-3.safetensors: it is of other samples"),
            "\(message)")
        #expect(message.hasSuffix("--fresh starts over"))
        #expect(try RunFolder(session.folders()[0]).record()?.iteration == 3)
        try write(1)
        #expect(try outcome().start == 3)
        try write(2)
        #expect(try outcome(fresh: true).start == 0)
    }

    /// Every iteration takes 10 ms or more.
    @Test func timeGoesOnFromTheCheckpoint() throws {
        let session = try SessionFolder(
            Self.text.replacing("iterations: 6", with: "iterations: 20").replacing("every: 6", with: "every: 10")
                + "output: {checkpoint_every: 10}\n")
        defer { session.remove() }
        let experiments = try session.prepare()
        for questions in [6, .max] {
            let patience = Patience(questions: questions)
            let isInterrupted: @Sendable () -> Bool = {
                usleep(10_000)
                return patience.isOver
            }
            _ = try Session(experiments, .init(results: session.results)).run(
                isInterrupted: isInterrupted, report: { _ in })
        }
        let run = try #require(experiments.first?.runs.first)
        let path = RunFolder("\(session.results)/kept/\(run.id)").file("timing.csv")
        let rows = TimingTable.entries(try CSVTable(reading: AtomicFile.read(path), path: path))
        #expect(rows.map(\.iteration) == [0, 5, 10, 20])
        for (row, before) in zip(rows.dropFirst(), rows) {
            let (iterations, seconds) = (Double(row.iteration - before.iteration), row.seconds - before.seconds)
            #expect(seconds >= 0.01 * iterations)
            #expect(row.iterationsPerSecond == iterations / seconds)
        }
    }
}
