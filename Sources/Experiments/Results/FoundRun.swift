import Configuration
import Diagnostics
import Reporting

/// What a run's folder holds, and the row that follows from it.
struct FoundRun {
    /// nil where there is none, or nothing can be said.
    private(set) var row: RunResult?
    /// Of the record that the row was made from; nil where it could not be looked at.
    private(set) var stamp: RecordStamp?
    /// The record of a run that is done, all of whose files are as they were written.
    private(set) var finished: RunRecord?
    /// By which the folder of a finished run is known again.
    private(set) var whole: RunStamp?
    /// What became of the run, its files looked at.
    private(set) var outcome: RunOutcome

    /// - Parameter outcome: of training that has just ended; nil before any.
    init(_ entry: QueuedRun, in experiment: ExperimentFolder, after outcome: RunOutcome? = nil) {
        self.outcome = outcome ?? RunOutcome(status: .failed, message: nil, seconds: 0)
        do {
            if outcome == nil {
                try look(before: entry, experiment)
            } else {
                try look(entry, experiment)
            }
        } catch {
            // What could not be read is looked at again when the table is written.
            stamp = nil
            fail(RunTraining.text(error))
        }
        if outcome?.status.isFinal == true, finished == nil {
            fail((problem ?? "the run's folder does not say that it is done") + " after it was written")
        }
        // Also where the folder could not take the record.
        if let outcome, row == nil, outcome.status == .failed {
            row = RunResult(
                run: entry.folder.name, status: outcome.status.rawValue, parameters: entry.run.run.parameters,
                message: outcome.message ?? "")
        }
    }

    /// The first thing that is wrong with the run's files, in words.
    private var problem: String?

    /// Whatever a killed program left is gone before anything is said of the run.
    private mutating func look(before entry: QueuedRun, _ experiment: ExperimentFolder) throws {
        guard try Folder.kind(entry.folder.path) != nil else { return stamp = try entry.folder.stamp() }
        // What is done and whole needs nothing: the folder may be read-only, or in another program's hands.
        if case .finished = try entry.folder.state(), try !entry.folder.hasUnfinished() {
            return try look(entry, experiment)
        }
        guard let lock = try FolderLock.take(entry.folder.path) else {
            // Another program is writing into it, which brings the run's row up to date itself.
            stamp = try entry.folder.stamp()
            row = try experiment.row(of: entry.folder)
            return
        }
        defer { withExtendedLifetime(lock) {} }
        try entry.folder.removeUnfinished()
        try look(entry, experiment)
    }

    private mutating func look(_ entry: QueuedRun, _ experiment: ExperimentFolder) throws {
        stamp = try entry.folder.stamp()
        // Before anything is read: what changes meanwhile makes it another one.
        let known = try RunStamp(of: entry.folder.path)
        let state = try entry.folder.state()
        problem = state.problems.first
        switch state {
        case .untouched: break
        case .unfinished(let record): row = try record.map { try Self.row(entry, $0) }
        case .finished(let record):
            row = try Self.row(entry, record)
            finished = record
            whole = known
        // Its row was made of files that were whole.
        case .damaged, .unreadable: row = try experiment.row(of: entry.folder)
        }
    }

    private mutating func fail(_ reason: String) {
        let message = outcome.status == .failed ? outcome.message ?? reason : reason
        outcome = RunOutcome(status: .failed, message: message, seconds: outcome.seconds)
    }

    /// What cannot be read of a run that is not done is said in its row; that of one that is done is an error.
    static func row(_ entry: QueuedRun, _ record: RunRecord) throws -> RunResult {
        try row(entry.folder, entry.run.spec, entry.run.run.parameters, record)
    }

    static func row(
        _ folder: RunFolder, _ spec: RunSpec, _ parameters: [Parameter], _ record: RunRecord
    ) throws -> RunResult {
        do { return try folder.result(spec, parameters: parameters, record) } catch {
            guard !record.status.isFinal else { throw error }
            return RunResult(
                run: folder.name, status: record.status.rawValue, parameters: parameters,
                message: RunTraining.text(error))
        }
    }
}
