import Foundation
import Testing

@testable import Experiments

@Suite struct CheckpointTests {
    private static let text = """
        name: kept
        data: {dataset: ring, samples: 100}
        noise: {dimension: 2}
        generator: {layers: [dense: 2]}
        discriminator: {layers: [dense: 1]}
        training: {iterations: 6, batch_size: 4}
        evaluation: {every: 6, samples: 10, metrics: none, critic: {iterations: 0}}
        """

    /// What a kill would find at every iteration, far from any evaluation.
    @Test func aKilledRunHasACheckpointBetweenEvaluations() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let run = try #require(try session.prepare().first?.runs.first)
        let folder = RunFolder("\(session.results)/kept/\(run.id)")
        let training = RunTraining(
            run: run, label: RunLabel(experiment: "kept", id: run.id, number: 1, count: 1), folder: folder,
            fresh: false,
            workers: .shared, shared: SharedValues(jobs: 1), checkpointPause: .zero)
        var found: [[Int]] = []
        func look() -> Bool {
            found.append(folder.checkpoints)
            return false
        }
        #expect(training.run(isInterrupted: look, report: { _ in }).status == .complete)
        #expect(found == [[], [1], [2], [3], [4], [5]])
        #expect(folder.checkpoints == [6])
    }
}
