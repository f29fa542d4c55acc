import Foundation
import Reporting
import Testing

@testable import Experiments

@Suite struct JobChoiceTests {
    private static func sweep(width: Int, batch: Int) -> String {
        """
        name: sweep
        data: {dataset: digits}
        noise: {dimension: 4}
        generator:
          layers: [dense: \(width), tanh, dense: 64, reshape: [8, 8, 1]]
        discriminator:
          layers: [flatten, dense: \(width), leaky_relu: 0.2, dense: 1]
        training: {iterations: 20, batch_size: \(batch)}
        evaluation: {every: 10, samples: 50, metrics: none, critic: {iterations: 20}}
        sweep: {grid: {noise.dimension: [2, 3, 4]}}
        """
    }

    private func runs(width: Int, batch: Int = 16) throws -> [PreparedRun] {
        let session = try SessionFolder(Self.sweep(width: width, batch: batch))
        defer { session.remove() }
        return try session.prepare().flatMap(\.runs)
    }

    @Test func asManySmallRunsAsThereAreThreads() throws {
        let runs = try runs(width: 16)
        for (threads, jobs) in [(1, 1), (2, 2), (3, 3), (64, 3)] {
            #expect(JobChoice.jobs(runs, threads: threads, memory: .max) == jobs)
        }
        #expect(JobChoice.jobs(Array(runs.prefix(1)), threads: 8, memory: .max) == 1)
        #expect(JobChoice.jobs([], threads: 8, memory: .max) == 1)
    }

    @Test func largeRunsOneAfterAnother() throws {
        let runs = try runs(width: 4000, batch: 1000)
        #expect(runs[0].blueprint.flopsPerIteration > 4e9)
        #expect(JobChoice.jobs(runs, threads: 2, memory: .max) == 1)
        // Over many threads they are small.
        #expect(JobChoice.jobs(runs, threads: 64, memory: .max) == 3)
    }

    @Test func noMoreThanMemoryHolds() throws {
        let runs = try runs(width: 16)
        let one = try #require(runs.map(\.memory.run).max())
        let shared = RunMemory.program + runs[0].memory.data
        func jobs(_ bytes: Int) -> Int { JobChoice.jobs(runs, threads: 3, memory: UInt64(bytes * 4 / 3 + 1)) }
        #expect(jobs(shared + 3 * one) == 3)
        #expect(jobs(shared + 2 * one) == 2)
        #expect(jobs(shared + one) == 1)
        #expect(jobs(1) == 1)
    }

    /// The user is told, and the bytes are those of one run after another.
    @Test func aSessionChoosesWhereNobodySays() throws {
        var bytes: [[String: Data]] = []
        for jobs in [nil, 1] {
            let session = try SessionFolder(Self.sweep(width: 16, batch: 16))
            defer { session.remove() }
            var told: [Int] = []
            let options = Session.Options(results: session.results, threads: 2, jobs: jobs)
            let results = try Session(session.prepare(), options).run(isInterrupted: { false }) { event in
                if case .sideBySide(let count) = event { told.append(count) }
            }
            #expect(results.map(\.outcome.status) == [.complete, .complete, .complete])
            #expect(told == (jobs == nil ? [2] : []))
            bytes.append(try session.bytes())
        }
        #expect(bytes[0] == bytes[1])
    }

    /// Five threads: three jobs begin with two, two and one; a job that is left alone has no more than it was made for.
    @Test func threadsOfAJobThatEndsGoToTheOthers() {
        let shares = ThreadShares(threads: 5, jobs: 3)
        let workers = (0..<3).map { shares[$0] }
        #expect(workers.map(\.limit) == [2, 2, 1])
        shares.end(0)
        #expect(workers[1].limit == 3 && workers[2].limit == 2)
        shares.end(2)
        #expect(workers[1].limit == 4)
        shares.end(1)
    }
}
