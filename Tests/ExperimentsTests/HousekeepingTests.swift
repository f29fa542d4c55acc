import Diagnostics
import Foundation
import Reporting
import Testing

@testable import Experiments

/// Runs that are listed, removed and renamed.
@Suite struct HousekeepingTests {
    private static let text = tinyExperiment("kept", iterations: 20, every: 10) + "sweep: {seeds: 3}\n"

    @Test func runsAreListed() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        #expect(throws: DiagnosticError.self) { try RunsListing(session.results) }
        try session.run(interruptedAfter: 25)
        let text = try RunsListing(session.results).text(width: nil)
        let lines = text.split(separator: "\n").dropFirst(2)
        #expect(lines.count == 2, "\(text)")
        #expect(lines.first?.hasPrefix("complete") == true && lines.first?.contains("20") == true)
        #expect(lines.last?.hasPrefix("interrupted") == true)
        #expect(try RunsListing("\(session.results)/kept").text(width: nil) == text)
        let status = try SweepStatus("\(session.results)/kept")
        #expect(status.counts[.done] == 1 && status.counts[.interrupted] == 1)
        #expect(status.lines.map(\.state) == [.interrupted], "\(status.lines)")
    }

    /// A program that is killed in its first moments leaves a folder without a beat, or with one that is cut off.
    @Test(arguments: [nil, "", "{\"host\":"], [false, true])
    func aRunWithoutAWholeBeatIsLost(_ beat: String?, hasCheckpoint: Bool) throws {
        let session = try SessionFolder(tinyExperiment("kept", iterations: 40, every: 10))
        defer { session.remove() }
        try session.run(interruptedAfter: 25)
        let folder = try session.folders()[0]
        try FileManager.default.removeItem(atPath: "\(folder)/\(RunRecord.name)")
        if !hasCheckpoint { try FileManager.default.removeItem(atPath: "\(folder)/checkpoints") }
        if let beat { try Data(beat.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(RunPulse.name)")) }
        let status = try SweepStatus("\(session.results)/kept")
        #expect(status.lines.map(\.state) == [beat == nil && hasCheckpoint ? .interrupted : .lost], "\(status.lines)")
        let lock = try FolderLock.take(folder)
        let locked = try SweepStatus("\(session.results)/kept")
        withExtendedLifetime(lock) {}
        #expect(locked.lines.map(\.state) == [beat == nil && hasCheckpoint ? .interrupted : .running])
    }

    /// Every beat is as long as any other, so that none is cut off when a later one takes its place.
    @Test func beatsAreOfOneLength() throws {
        let session = try SessionFolder(tinyExperiment("kept", iterations: 40, every: 10))
        defer { session.remove() }
        var lengths: Set<Int> = []
        try session.run { event in
            switch event {
            case .progress, .judging:
                #expect(throws: Never.self) {
                    let path = try session.folders()[0] + "/" + RunPulse.name
                    lengths.insert(try Data(contentsOf: URL(fileURLWithPath: path)).count)
                    #expect(try RunPulse.last(RunFolder(session.folders()[0]), now: 0) != nil)
                }
            default: break
            }
        }
        #expect(lengths == [1024])
    }

    /// While a run is trained, the list and the comparison say so, and how far it is.
    @Test func whatIsBeingTrainedIsSaidToRun() throws {
        let session = try SessionFolder(tinyExperiment("kept", iterations: 40, every: 10))
        defer { session.remove() }
        var seen: [(list: String, compared: [RunResult], table: String)] = []
        try session.run { event in
            guard case .progress(let progress) = event, progress.iteration == 40 else { return }
            #expect(throws: Never.self) {
                let runs = try ComparisonSources.runs(at: [session.results], progress: RunUnderWay.progress(in:))
                seen.append(
                    (
                        try RunsListing(session.results).text(width: nil), runs.map(\.result),
                        try Comparison(runs).text(.table, width: nil)
                    ))
            }
        }
        let found = try #require(seen.first)
        #expect(found.list.contains("running") && found.list.contains("of 40"), "\(found.list)")
        #expect(!found.list.contains("no record"))
        #expect(found.compared.map(\.status) == ["running"] && found.compared[0].message.contains("of 40"))
        #expect(found.table.contains("running: "), "\(found.table)")
        let after = try RunsListing(session.results).text(width: nil)
        #expect(after.contains("complete") && !after.contains("running"))
        let runs = try ComparisonSources.runs(at: [session.results], progress: RunUnderWay.progress(in:))
        #expect(runs.map(\.result.status) == ["complete"])
    }

    /// A sweep's table is written when a run ends: the next one has no row while it is trained.
    @Test func aRunThatIsTrainedIsComparedBesideTheTable() throws {
        let session = try SessionFolder(tinyExperiment("kept", iterations: 40, every: 10) + "sweep: {seeds: 2}\n")
        defer { session.remove() }
        let table = "\(session.results)/kept/runs.csv"
        func compared(_ path: String) throws -> [ComparedRun] {
            try ComparisonSources.runs(at: [path], progress: RunUnderWay.progress(in:))
        }
        var seen: [(all: [ComparedRun], table: [ComparedRun], page: Int)] = []
        try session.run { event in
            guard case .progress(let progress) = event, progress.iteration == 40 else { return }
            guard FileManager.default.fileExists(atPath: table) else { return }
            #expect(throws: Never.self) {
                seen.append(
                    (
                        try compared(session.results), try compared(table),
                        try ComparisonSources.readableRuns(of: "\(session.results)/kept").runs.count
                    ))
            }
        }
        #expect(seen.count == 1)
        let found = try #require(seen.first)
        #expect(found.all.map(\.result.status) == ["complete", "running"])
        #expect(found.all.map { $0.result.parameter("seed") } == ["1", "2"])
        #expect(found.all.map(\.experiment) == ["kept", "kept"])
        #expect(found.all[1].result.message.contains("of 40") && found.all[1].result.metrics[.accuracy] != nil)
        // The table alone, and pages, show its rows.
        #expect(found.table.map(\.result.status) == ["complete"] && found.page == 1)
        // One that nobody is at work on is of another sweep.
        try FileManager.default.removeItem(atPath: table)
        try session.folder.write("results/kept/runs.csv", "run,status\n")
        #expect(throws: DiagnosticError.self) { try compared("\(session.results)/kept") }
    }

    /// `runs.csv` shows the sweep as it stands; the list shows the verdicts of all runs that are there.
    @Test func runsOfAnEarlierSweepKeepTheirVerdicts() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        func lines() throws -> [String] {
            try RunsListing(session.results).text(width: nil).split(separator: "\n").dropFirst(2)
                .map { $0.split(separator: " ").joined(separator: " ") }
        }
        let before = try lines()
        try session.folder.write("experiment.yaml", Self.text.replacing("dimension: 2", with: "dimension: 3"))
        try session.run()
        let after = try lines()
        #expect(after.count == 6 && before.allSatisfy(after.contains), "\(before), \(after)")
    }

    @Test func aRemovedRunIsTrainedAgain() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let bytes = try session.bytes()
        let folders = try session.folders()
        try ExperimentFolder.removeRun(at: folders[1] + "/")
        #expect(!FileManager.default.fileExists(atPath: folders[1]))
        #expect(try session.column("seed", of: "runs.csv") == ["1", "3"])
        let page = try String(contentsOfFile: "\(session.results)/kept/report.md", encoding: .utf8)
        #expect(page.contains("2 runs") && !page.contains("seed=2"))
        try session.run()
        #expect(try session.bytes() == bytes)
        #expect(throws: DiagnosticError.self) { try ExperimentFolder.removeRun(at: "\(session.results)/kept") }
        for folder in folders { try ExperimentFolder.removeRun(at: folder) }
        #expect(!FileManager.default.fileExists(atPath: "\(session.results)/kept/report.html"))
    }

    @Test func aRenamedRunIsFoundAgain() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let folder = try session.folders()[1]
        let renamed = try ExperimentFolder.renameRun(at: folder, to: "the-good-one")
        #expect(renamed.contains("/kept/the-good-one-") && renamed.suffix(8) == folder.suffix(8))
        #expect(try session.column("seed", of: "runs.csv") == ["1", "2", "3"])
        #expect(try session.column("run", of: "runs.csv")[1].hasPrefix("the-good-one-"))
        var skipped = 0
        try session.run { if case .skipped = $0 { skipped += 1 } }
        #expect(skipped == 3)
        for name in ["a b", "", "../x", ".x"] {
            #expect(throws: DiagnosticError.self) { try ExperimentFolder.renameRun(at: renamed, to: name) }
        }
    }

    /// What people write down is no result, and stays with its run.
    @Test func runsHaveTagsAndNotes() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let (experiment, folders) = ("\(session.results)/kept", try session.folders())
        let bytes = try session.bytes()
        let text = "circles, \"wildly\"\nfrom 10 on"
        _ = try ExperimentFolder.note(at: folders[1]) { ($0.tags, $0.text) = (["keep", "slow"], text) }
        _ = try ExperimentFolder.note(at: folders[2] + "/") { $0.tags = ["keep"] }
        #expect(try ExperimentFolder.note(at: experiment) { $0.text = "a question" }.text == "a question")
        #expect(try Verification(session.results).isSound)
        let compared = try ComparisonSources.runs(at: [experiment])
        #expect(compared.map(\.result.note.tags) == [[], ["keep", "slow"], ["keep"]])
        #expect(try Comparison.select(compared, ["tags=keep"]).count == 2)
        #expect(try Comparison.select(compared, ["tags!=slow", "tags=keep"]).map(\.result) == [compared[2].result])
        let table = try Comparison(compared, columns: ["tags", "note"]).text(.csv)
        #expect(table == "tags,note\nkeep slow,\"circles, \"\"wildly\"\"\nfrom 10 on\"\n", "\(table)")
        #expect(try RunsListing(experiment).text(width: nil).contains("keep slow"))
        // Trained again, or under another name, a run has what was written down of it.
        let renamed = try ExperimentFolder.renameRun(at: folders[1], to: "odd")
        #expect(try RunNotes(in: experiment)[FilePath.name(renamed)].text == text)
        try ExperimentFolder.removeRun(at: folders[2])
        try session.run()
        #expect(try RunNotes(in: experiment)[FilePath.name(folders[2])].isEmpty)
        _ = try ExperimentFolder.note(at: renamed) { ($0.tags, $0.text) = ([], "") }
        _ = try ExperimentFolder.note(at: experiment) { $0.text = "" }
        #expect(!FileManager.default.fileExists(atPath: "\(experiment)/notes.csv"))
        #expect(throws: DiagnosticError.self) { try ExperimentFolder.note(at: session.results) { _ in } }
        // A table of that name that somebody else wrote stays as it is.
        try Data("id,text\n1,mine\n".utf8).write(to: URL(fileURLWithPath: "\(experiment)/notes.csv"))
        #expect(throws: Diagnostic.self) { try ExperimentFolder.note(at: renamed) { $0.tags = ["keep"] } }
        #expect(try String(contentsOfFile: "\(experiment)/notes.csv", encoding: .utf8) == "id,text\n1,mine\n")
        try FileManager.default.removeItem(atPath: "\(experiment)/notes.csv")
        #expect(try session.bytes().count == bytes.count)
    }

    /// Killed before any run had ended: there is no table yet.
    @Test func anExperimentWithoutATableHasAStatus() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run(interruptedAfter: 25)
        let experiment = "\(session.results)/kept"
        try FileManager.default.removeItem(atPath: "\(experiment)/runs.csv")
        #expect(try SweepStatus.experiments(in: session.results) == [experiment])
        #expect(try SweepStatus.experiments(in: experiment) == [experiment])
        #expect(throws: DiagnosticError.self) { try SweepStatus.experiments(in: session.folders()[0]) }
    }

    /// As the runs of a large sweep lie.
    @Test func runsInShardsAreFound() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let experiment = "\(session.results)/kept"
        for folder in try session.folders().dropFirst() {
            let shard = "\(experiment)/+\(folder.suffix(8).prefix(2))"
            try FileManager.default.createDirectory(atPath: shard, withIntermediateDirectories: true)
            try FileManager.default.moveItem(atPath: folder, toPath: "\(shard)/\(FilePath.name(folder))")
        }
        let table = try String(contentsOfFile: "\(experiment)/runs.csv", encoding: .utf8)
        let results = try session.run { event in if case .started = event { Issue.record("\(event)") } }
        #expect(results.map(\.outcome.status) == [.complete, .complete, .complete])
        #expect(results[1].folder.hasPrefix("\(experiment)/+"))
        #expect(try String(contentsOfFile: "\(experiment)/runs.csv", encoding: .utf8) == table)
        let page = try String(contentsOfFile: "\(experiment)/report.md", encoding: .utf8)
        #expect(page.contains("(%2B\(results[1].folder.suffix(8).prefix(2))/") || page.contains("(+"), "\(page)")
        #expect(try Verification(session.results).isSound)
        let compared = try ComparisonSources.runs(at: [experiment])
        #expect(compared.count == 3 && !compared.contains { $0.result.isDeleted })
        #expect(try ComparisonSources.runs(at: [experiment, results[1].folder]).count == 3)
        #expect(try RunsListing(experiment).text(width: nil).components(separatedBy: "/+").count == 3)
        #expect(try SweepStatus(experiment).counts == [.done: 3])
        let renamed = try ExperimentFolder.renameRun(at: results[1].folder, to: "good")
        #expect(renamed.contains("/kept/+"))
        #expect(try session.column("run", of: "runs.csv")[1].hasPrefix("good-"))
        try ExperimentFolder.removeRun(at: renamed)
        #expect(try session.column("seed", of: "runs.csv") == ["1", "3"])
    }

    /// What says that a run goes on must not outlive it unseen.
    @Test func aPulseThatCannotBeRemovedIsTold() throws {
        let session = try SessionFolder(tinyExperiment("kept", iterations: 20, every: 10))
        defer { session.remove() }
        var messages: [String] = []
        try session.run {
            if case .progress = $0, let folder = try? session.folders().first {
                try? FileManager.default.removeItem(atPath: "\(folder)/\(RunPulse.name)")
                try? FileManager.default.createDirectory(
                    atPath: "\(folder)/\(RunPulse.name)", withIntermediateDirectories: true)
            }
            if case .finished(_, let outcome) = $0 { messages.append(outcome.message ?? "") }
        }
        #expect(messages.count == 1 && messages[0].contains(RunPulse.name), "\(messages)")
        let left = try session.folders()[0] + "/" + RunPulse.name
        try FileManager.default.removeItem(atPath: left)
        try Data().write(to: URL(fileURLWithPath: left))
        try session.run()
        #expect(try !AtomicFile.hasUnfinished(in: session.folders()[0]))
    }

    /// A run that is being trained is nobody else's to remove.
    @Test func aRunInTrainingIsLeftAlone() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let folder = try session.folders()[0]
        let lock = try #require(try FolderLock.take(folder))
        withExtendedLifetime(lock) {
            #expect(throws: DiagnosticError.self) { try ExperimentFolder.removeRun(at: folder) }
            #expect(throws: DiagnosticError.self) { try ExperimentFolder.renameRun(at: folder, to: "x") }
        }
        #expect(FileManager.default.fileExists(atPath: "\(folder)/metrics.csv"))
    }

    @Test func timeIsEstimated() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        let estimate = try TimeEstimate(try session.prepare()[0], threads: 1)
        #expect(estimate.seconds > estimate.judging && estimate.judging > 0 && estimate.seconds < 60)
        #expect(estimate.more >= 0)
        #expect(estimate.text.contains("for the 3 runs, one after another"))
        #expect(try TimeEstimate(try session.prepare()[0], threads: 2).text.contains("for the 3 runs, 2 at a time"))
        #expect([1.24, 600, 7200, 400_000].map(TimeEstimate.words) == ["1.2 s", "10 min", "2 h", "4.6 days"])
    }
}
