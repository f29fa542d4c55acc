import Experiments
import Foundation
import Reporting
import Testing

@Suite struct SideBySideTests {
    /// Four runs, the second of which diverges.
    private static let sweep = """
        name: sweep
        data: {dataset: digits}
        noise: {dimension: 4}
        generator:
          layers: [dense: 64, tanh, reshape: [8, 8, 1]]
        discriminator:
          layers: [flatten, dense: 16, leaky_relu: 0.2, dense: 1]
        training: {iterations: 40, batch_size: 16}
        evaluation: {every: 10, samples: 50, metrics: [sliced_wasserstein], critic: {iterations: 20}}
        sweep:
          list:
            - {noise.dimension: 2}
            - {discriminator.optimizer: {sgd: {learning_rate: 1e30}}}
            - {noise.dimension: 3}
            - {noise.dimension: 5}
        """

    private static let statuses: [RunStatus] = [.complete, .diverged, .complete, .complete]

    @Test func sameBytesWhateverTheJobs() throws {
        var first: [String: Data]?
        // All share a judge, which whoever comes first trains.
        let sweep = Self.sweep.replacing("[sliced_wasserstein]", with: "[judge: {samples: 50}]")
        for jobs in 1...3 {
            let session = try SessionFolder(sweep)
            defer { session.remove() }
            let results = try session.run(threads: 3, jobs: jobs)
            #expect(results.map(\.outcome.status) == Self.statuses)
            #expect(results.map(\.label.number) == [1, 2, 3, 4])
            let bytes = try session.bytes()
            #expect(bytes.keys.count { $0.contains("judge-") } == 1)
            for (name, data) in first ?? bytes { #expect(bytes[name] == data, "\(name) differs for \(jobs) jobs") }
            #expect(first.map { $0.count == bytes.count } ?? true)
            first = first ?? bytes
        }
    }

    @Test(arguments: [1, 15, 60]) func interruptedRunsContinueToTheSameBytes(iterations: Int) throws {
        let whole = try SessionFolder(Self.sweep)
        let session = try SessionFolder(Self.sweep)
        defer { [whole, session].forEach { $0.remove() } }
        try whole.run()
        let interrupted = try session.run(interruptedAfter: iterations, jobs: 2)
        #expect(interrupted.contains { $0.outcome.status == .interrupted })
        #expect(interrupted.count < 4, "nothing is started after an interruption")
        #expect(try session.run(jobs: 2).map(\.outcome.status) == Self.statuses)
        let (bytes, expected) = (try session.bytes(), try whole.bytes())
        #expect(bytes.keys.sorted() == expected.keys.sorted())
        for (name, data) in expected { #expect(bytes[name] == data, "\(name) differs") }
    }

    @Test func everyRunTellsItsEventsInOrder() throws {
        let session = try SessionFolder(Self.sweep)
        defer { session.remove() }
        var words: [Int: [String]] = [:]
        let caller = Thread.current
        func take(_ event: SessionEvent) {
            #expect(Thread.current === caller)
            switch event {
            case .skipped(let label, _): words[label.number, default: []].append("skipped")
            case .started(let label, _): words[label.number, default: []].append("started")
            case .sideBySide, .progress, .elsewhere: break
            case .notice(let label, _): words[label.number, default: []].append("notice")
            case .judging(let label): words[label.number, default: []].append("judging")
            case .finished(let label, _): words[label.number, default: []].append("finished")
            }
        }
        try session.run(jobs: 2, report: take)
        let whole = ["started", "judging", "finished"]
        #expect(words == [1: whole, 2: ["started", "finished"], 3: whole, 4: whole])
        words = [:]
        try session.run(jobs: 2, report: take)
        #expect(words == [1: ["skipped"], 2: ["skipped"], 3: ["skipped"], 4: ["skipped"]])
    }

    /// A run whose folder cannot be made fails; the others do not care.
    @Test func aRunThatFailsStopsNoOther() throws {
        let session = try SessionFolder(Self.sweep)
        defer { session.remove() }
        let run = try #require(session.prepare().first?.runs.first)
        let experiment = session.results + "/sweep"
        try FileManager.default.createDirectory(atPath: experiment, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(experiment)/\(run.id)", withDestinationPath: "/proc/nowhere")
        // More jobs than runs are as many as there are runs.
        let results = try session.run(threads: 9, jobs: 9)
        #expect(results.map(\.outcome.status) == [.failed, .diverged, .complete, .complete])
    }
}
