import Diagnostics
import Foundation
import Synchronization
import Testing

@testable import Experiments

@Suite struct SearchTests {
    @Test(arguments: [
        (9, 900, 3, 1, [[9, 100], [3, 300], [1, 900]]), (10, 900, 3, 1, [[10, 100], [3, 300], [1, 900]]),
        (27, 900, 3, 200, [[27, 300], [9, 900]]), (2, 10, 2, 1, [[2, 5], [1, 10]]), (4, 3, 2, 1, [[4, 1], [2, 3]]),
        (5, 1, 3, 1, [[5, 1]]),
    ])
    func rungsKeepOneInEtaAndTrainThemEtaTimesAsLong(
        settings: Int, iterations: Int, eta: Int, least: Int, rungs: [[Int]]
    ) {
        let plan = SuccessiveHalving(settings: settings, iterations: iterations, eta: eta, least: least)
        #expect(plan.rungs.map { [$0.settings, $0.iterations] } == rungs)
    }

    @Test func theBestGoOnInTheirOrder() {
        let best = SuccessiveHalving.survivors(
            ["a", "b", "c", "d"], scores: [[0, 0.5], [0, 0.1], [1, 0], [0, 0.1]], count: 2)
        #expect(best == ["b", "d"])
        #expect(SuccessiveHalving.survivors(["a", "b"], scores: [[0], [0]], count: 1) == ["a"])
    }

    private static let text =
        tinyExperiment("sought", iterations: 40, every: 10, critic: "{iterations: 20, samples: 50}")
        + "sweep: {grid: {noise.dimension: [1, 2, 3, 4]}, seeds: 2}\n"

    private func search(_ session: SessionFolder, interruptedAfter: Int = .max) throws -> [Search.RungResult] {
        let file = session.folder.path("experiment.yaml")
        let search = try Search(
            file: file, overrides: [], experiment: try session.prepare()[0], .init(eta: 2, least: 5))
        let patience = Patience(questions: interruptedAfter)
        var rungs: [Search.RungResult] = []
        _ = try search.run(
            .init(results: session.results, threads: 1), isInterrupted: { patience.isOver },
            checkpointRequests: { 0 }, report: { _ in }, rungDone: { rungs.append($0) })
        return rungs
    }

    /// Interrupted anywhere and started again: the same choices, the same bytes.
    @Test func aSearchHasOrdinaryRunsAndContinues() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let rungs = try search(session)
        #expect(rungs.map { [$0.rung.settings, $0.rung.iterations] } == [[4, 10], [2, 20], [1, 40]])
        #expect(rungs.map(\.ranking.count) == [4, 2, 1] && rungs.map(\.survivors) == [2, 1, 0])
        #expect(rungs[0].ranking.prefix(2).map(\.setting).contains(rungs[1].ranking[0].setting))
        let lengths = try session.column("training.iterations", of: "runs.csv")
        #expect(lengths == Array(repeating: "10", count: 8) + Array(repeating: "20", count: 4) + ["40", "40"])
        // The last ones are those of the file.
        let plan = try Session(try session.prepare(), .init(results: session.results)).plan()
        #expect(plan.filter { $0.intention == .skip }.count == 2)

        let other = try SessionFolder(Self.text)
        defer { other.remove() }
        #expect(try search(other, interruptedAfter: 60).count < 3)
        let again = try search(other)
        #expect(again.map { $0.ranking.map(\.setting) } == rungs.map { $0.ranking.map(\.setting) })
        #expect(try Set(other.bytes().keys) == Set(session.bytes().keys))
        let table = { (folder: SessionFolder) in try folder.bytes().first { $0.key.hasSuffix("sought/runs.csv") }?.value
        }
        #expect(try table(other) == table(session))
    }

    @Test(arguments: [
        "", "sweep: {grid: {training.iterations: [10, 20]}}\n", "sweep: {seeds: 3}\n",
        "sweep: {grid: {noise.dimension: [1, 2], evaluation.every: [5, 10]}}\n",
    ])
    func thereIsSomethingToSearchOver(sweep: String) throws {
        let session = try SessionFolder(tinyExperiment("sought", iterations: 40, every: 10) + sweep)
        defer { session.remove() }
        #expect(throws: DiagnosticError.self) {
            try Search(file: "x", overrides: [], experiment: try session.prepare()[0], .init())
        }
    }
}
