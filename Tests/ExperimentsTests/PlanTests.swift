import Diagnostics
import Foundation
import Reporting
import Testing

@testable import Experiments

/// Runs that are trained one by one by the tasks of a plan, in any order, come to the bytes of a session.
@Suite struct PlanTests {
    private static let text = tinyExperiment("planned", iterations: 20, every: 10) + "sweep: {seeds: 3}\n"

    /// What a session alone writes.
    private func alone(_ text: String) throws -> [String: Data] {
        let session = try SessionFolder(text)
        defer { session.remove() }
        try session.run()
        return try session.bytes()
    }

    private func plan(_ session: SessionFolder) throws -> (plan: RunPlan, missing: [Int]) {
        try #require(try Session(session.prepare(), .init(results: session.results)).writePlans().first)
    }

    @discardableResult
    private func train(
        _ plan: RunPlan, _ indices: [Int], interruptedAfter iterations: Int? = nil
    ) throws -> [RunStatus] {
        let patience = Patience(questions: (iterations ?? .max - 1) + 1)
        let task = try PlannedTask(plan, indices, .init(threads: 2))
        return try task.run(isInterrupted: { patience.isOver }) { _ in }.map(\.outcome.status)
    }

    private func results(_ session: SessionFolder) throws -> [String: Data] {
        try session.bytes().filter { !$0.key.contains("/plans/") }
    }

    @Test(arguments: [[[0], [1], [2]], [[2], [0], [1]], [[1, 2], [0]], [[0, 2, 1]]])
    func tasksWriteWhatASessionWrites(_ tasks: [[Int]]) throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let (plan, missing) = try plan(session)
        #expect(plan.count == 3 && missing == [0, 1, 2])
        for task in tasks { #expect(try train(plan, task) == task.map { _ in .complete }) }
        #expect(try results(session) == alone(Self.text))
        #expect(try self.plan(session).missing.isEmpty)
    }

    /// A single run joins what is there, as it does in a session.
    @Test func aSingleRunIsAPlanOfOne() throws {
        let text = tinyExperiment("planned", iterations: 20, every: 10)
        let session = try SessionFolder(text)
        defer { session.remove() }
        try train(plan(session).plan, [0])
        #expect(try results(session) == alone(text))
    }

    @Test func anInterruptedTaskContinues() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let plan = try plan(session).plan
        #expect(try train(plan, [1], interruptedAfter: 13) == [.interrupted])
        try train(plan, [0])
        try train(plan, [2])
        #expect(try !session.bytes().keys.contains("planned/runs.csv"))
        #expect(try train(plan, [1]) == [.complete])
        // Another time changes nothing.
        #expect(try train(plan, [1, 0]) == [.complete, .complete])
        #expect(try results(session) == alone(Self.text))
    }

    /// Two tasks may be given one run, and a session may train the same sweep.
    @Test func aRunOfAnotherProgramIsLeftToIt() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let plan = try plan(session).plan
        do {
            let lock = try #require(try FolderLock.take(prepared(session, 1)))
            defer { withExtendedLifetime(lock) {} }
            #expect(try train(plan, [1]) == [.elsewhere])
        }
        try session.run()
        try train(plan, [0, 1, 2])
        #expect(try results(session) == alone(Self.text))
    }

    private func prepared(_ session: SessionFolder, _ index: Int) throws -> String {
        let folder = try session.folders()[index]
        try Folder.make(folder)
        return folder
    }

    /// What tasks told each other is no truth: a run that was trained again since is looked at again, and so is one
    /// whose task was killed before it told.
    @Test func tablesFollowTheRecords() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let plan = try plan(session).plan
        try train(plan, [0, 1])
        let stem = String(plan.path.dropLast(6))
        let rows = try String(contentsOfFile: "\(stem).rows", encoding: .utf8)
        let old = rows.replacing("complete", with: "failed").replacing("\"record\":{", with: "\"record\":{\"x\":0,")
            .replacing(#/"bytes":\d+/#, with: "\"bytes\":1")
        try Data((old + "{\"half").utf8).write(to: URL(fileURLWithPath: "\(stem).rows"))
        try train(plan, [2])
        #expect(try results(session) == alone(Self.text))
    }

    /// The number behind the marks is too high after a kill between the two.
    @Test func aWrongNumberOfMarksMends() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let plan = try plan(session).plan
        try train(plan, [0])
        let path = String(plan.path.dropLast(6)) + ".ended"
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "x..0000000001\n")
        try Data("x..0000000002\n".utf8).write(to: URL(fileURLWithPath: path))
        try train(plan, [1])
        #expect(try !session.bytes().keys.contains("planned/runs.csv"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "xx.0000000002\n")
        try train(plan, [2])
        #expect(try results(session) == alone(Self.text))
    }

    @Test func aPlanIsWrittenOnceAndNamedByWhatItSays() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let first = try plan(session).plan.path
        let stamp = try Folder.stamp(first)
        #expect(try plan(session).plan.path == first && Folder.stamp(first) == stamp)
        let other = try SessionFolder(Self.text.replacing("seeds: 3", with: "seeds: 4"))
        defer { other.remove() }
        #expect(try FilePath.name(plan(other).plan.path) != FilePath.name(first))
    }

    /// A run keeps the folder that it has under another sweep's name.
    @Test func aPlanKnowsRunsByTheirEnds() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let folder = try session.folders()[1]
        let renamed = try ExperimentFolder.renameRun(at: folder, to: "second")
        let (plan, missing) = try plan(session)
        #expect(missing.isEmpty)
        #expect(try plan.names()[1] == FilePath.name(renamed))
        #expect(try (0..<3).map { try plan.entry($0).run } == plan.names())
    }

    @Test(arguments: [
        (["\"version\":1": "\"version\":9"], "it is of version 9"),
        (["{\"saddle\":\"plan\"": "{\"saddle\":\"nalp\""], "its first line does not say so"),
        (["]\n[": "]["], "its last lines are missing"),
    ])
    func whatIsNoPlanIsSaid(_ changes: [String: String], _ message: String) throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let path = try plan(session).plan.path
        var text = try String(contentsOfFile: path, encoding: .utf8)
        for (old, new) in changes { text = text.replacing(old, with: new) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let error = try #require(throws: DiagnosticError.self) { try RunPlan(path) }
        #expect(error.diagnostics[0].message.hasPrefix("'\(path)' is not a plan of runs: \(message)"))
    }

    @Test func aConfigurationThatMeansAnotherRunIsRefused() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let path = try plan(session).plan.path
        let text = try String(contentsOfFile: path, encoding: .utf8).replacing("seed: 2", with: "seed: 9")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let error = try #require(throws: DiagnosticError.self) { try train(RunPlan(path), [1]) }
        #expect(error.diagnostics[0].message == "run 1 of '\(path)' is another run to this version of the program")
        #expect(try train(RunPlan(path), [0]) == [.complete])
    }
}
