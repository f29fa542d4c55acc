import Kernels
import Reporting

/// Trains the runs of experiments one after another, or some side by side, skips what is done, continues what was
/// interrupted, and goes on after a run that fails.
public struct Session {
    public struct Options: Sendable {
        /// The folder that holds a folder for each experiment.
        public var results: String
        /// Of all jobs together, which share them evenly.
        public var threads: Int
        /// Runs trained at a time. No result depends on it.
        public var jobs: Int
        /// Train runs again that are done already.
        public var fresh: Bool
        /// Continue checkpoints of another build, whose numbers may differ.
        public var anyBuild: Bool

        public init(
            results: String = "results", threads: Int = ProcessLimits.cores, jobs: Int = 1, fresh: Bool = false,
            anyBuild: Bool = false
        ) {
            self.results = results
            self.threads = threads
            self.jobs = max(1, jobs)
            self.fresh = fresh
            self.anyBuild = anyBuild
        }
    }

    /// What became of one run, trained now or before.
    public struct Result: Sendable {
        public let label: RunLabel
        public let folder: String
        public let outcome: RunOutcome
    }

    private let experiments: [PreparedExperiment]
    private let options: Options

    public init(_ experiments: [PreparedExperiment], _ options: Options) {
        self.experiments = experiments
        self.options = options
    }

    /// What `run` would do with each run.
    public func plan() throws -> [(label: RunLabel, intention: Intention)] {
        try entries().map { ($0.label, options.fresh ? .train : try Intention($0.folder)) }
    }

    /// - Parameters:
    ///   - isInterrupted: asked after every iteration, by every job; once true the runs at hand are saved and nothing
    ///     else is started.
    ///   - checkpointRequests: how often a checkpoint of every run at hand was asked for.
    ///   - report: told what happens, on the calling thread. Runs that are done come first; of runs side by side, each
    ///     one's events come in order.
    /// - Returns: a result for every run that was done or reached, in the order of the runs.
    /// - Throws: where an experiment's folder cannot be used. A failure of one run is a result, not an error.
    public func run(
        isInterrupted: @escaping @Sendable () -> Bool, checkpointRequests: @escaping @Sendable () -> Int = { 0 },
        report: (SessionEvent) -> Void
    ) throws -> [Result] {
        let locks = try experiments.map { try ResultsLock(folder: folder(of: $0).path) }
        defer { withExtendedLifetime(locks) {} }
        for experiment in experiments { try AtomicFile.removeUnfinished(in: folder(of: experiment).path) }
        let entries = try entries()
        // All before any is trained: a session that is interrupted leaves none that would pass for trained anew. One that
        // is killed while it is at it leaves the others as they were.
        if options.fresh { for entry in entries { try entry.folder.beginAnew() } }
        var results: [Result] = []
        var waiting: [RunQueue.Entry] = []
        // Each run's row is made from its folder once, and again when the run is done: a sweep may have thousands.
        var rows: [RunResult?] = []
        for entry in entries {
            let found = Found(entry, in: experimentFolder(of: entry))
            rows.append(found.row)
            if let record = found.finished {
                report(.skipped(entry.label, record.status))
                let outcome = RunOutcome(status: record.status, message: record.message, seconds: 0)
                results.append(Result(label: entry.label, folder: entry.folder.path, outcome: outcome))
            } else {
                waiting.append(entry)
            }
        }
        func writeIndex(_ experiment: PreparedExperiment) throws {
            let own = zip(entries, rows).filter { $0.0.label.experiment == experiment.name }
            try folder(of: experiment).writeIndex(
                own.map { ($0.0.folder.name, $0.1) }, isSweep: experiment.isSweep)
        }
        func writePages(_ experiment: PreparedExperiment) throws {
            try writeIndex(experiment)
            do {
                try folder(of: experiment).writePages(of: experiment.name, experiment.description)
            } catch {
                // Where nothing was to be trained the folder may be read-only, and hold pages of an earlier build or none.
                guard !waiting.contains(where: { $0.label.experiment == experiment.name }) else { throw error }
            }
        }
        // However the session ends, nothing shows results that are gone.
        if options.fresh { for experiment in experiments { try writePages(experiment) } }
        let queue = RunQueue(
            waiting, isInterrupted: isInterrupted, checkpointRequests: checkpointRequests)
        try SideBySide(queue: queue, options: options).train { event in
            guard case .finished(let label, let told) = event else { return report(event) }
            let entry = entries[label.number - 1]
            let found = Found(entry, in: experimentFolder(of: entry), after: told)
            report(.finished(label, found.outcome))
            results.append(Result(label: label, folder: entry.folder.path, outcome: found.outcome))
            rows[label.number - 1] = found.row
            for experiment in experiments where experiment.name == label.experiment { try writeIndex(experiment) }
        }
        for experiment in experiments { try writePages(experiment) }
        return results.sorted { $0.label.number < $1.label.number }
    }

    /// Every run of every experiment, in order.
    private func entries() throws -> [RunQueue.Entry] {
        let runs = try experiments.flatMap { experiment in
            let folders = try folder(of: experiment).folders(of: experiment.runs)
            return zip(experiment.runs, folders).map { (experiment.name, $0, $1) }
        }
        return runs.enumerated().map { index, owned in
            let (experiment, run, folder) = owned
            let label = RunLabel(experiment: experiment, id: folder.name, number: index + 1, count: runs.count)
            return RunQueue.Entry(label: label, run: run, folder: folder)
        }
    }

    private func folder(of experiment: PreparedExperiment) -> ExperimentFolder {
        ExperimentFolder(results: options.results, experiment: experiment.name)
    }

    private func experimentFolder(of entry: RunQueue.Entry) -> ExperimentFolder {
        ExperimentFolder(results: options.results, experiment: entry.label.experiment)
    }
}

/// What a run's folder holds, and the row that follows from it.
private struct Found {
    /// nil where there is none, or nothing can be said.
    private(set) var row: RunResult?
    /// The record of a run that is done, all of whose files are as they were written.
    private(set) var finished: RunRecord?
    /// What became of the run, its files looked at.
    private(set) var outcome: RunOutcome

    /// - Parameter outcome: of training that has just ended; nil before any.
    init(_ entry: RunQueue.Entry, in experiment: ExperimentFolder, after outcome: RunOutcome? = nil) {
        self.outcome = outcome ?? RunOutcome(status: .failed, message: nil, seconds: 0)
        do {
            // Whatever a killed program left is gone before anything is said of the run.
            if outcome == nil { try entry.folder.removeUnfinished() }
            let state = try entry.folder.state()
            switch state {
            case .untouched: break
            case .unfinished(let record): row = try record.map { try Self.row(entry, $0) }
            case .finished(let record):
                row = try Self.row(entry, record)
                finished = record
            // Its row was made of files that were whole.
            case .damaged, .unreadable: row = try experiment.row(of: entry.folder)
            }
            if outcome?.status.isFinal == true, finished == nil {
                fail((state.problems.first ?? "the run's folder does not say that it is done") + " after it was written")
            }
        } catch {
            fail(RunTraining.text(error))
        }
        // Also where the folder could not take the record.
        if let outcome, row == nil, outcome.status == .failed {
            row = RunResult(
                run: entry.folder.name, status: outcome.status.rawValue, parameters: entry.run.run.parameters,
                message: outcome.message ?? "")
        }
    }

    private mutating func fail(_ reason: String) {
        let message = outcome.status == .failed ? outcome.message ?? reason : reason
        outcome = RunOutcome(status: .failed, message: message, seconds: outcome.seconds)
    }

    /// What cannot be read of a run that is not done is said in its row; that of one that is done is an error.
    private static func row(_ entry: RunQueue.Entry, _ record: RunRecord) throws -> RunResult {
        let parameters = entry.run.run.parameters
        do { return try entry.folder.result(entry.run.spec, parameters: parameters, record) } catch {
            guard !record.status.isFinal else { throw error }
            return RunResult(
                run: entry.folder.name, status: record.status.rawValue, parameters: parameters,
                message: RunTraining.text(error))
        }
    }
}

/// What is to be done with a run, by what its folder holds.
public enum Intention: String, Sendable {
    case train
    case resume = "continue"
    case mend = "train again what is damaged"
    case skip

    init(_ folder: RunFolder) throws {
        switch try folder.state() {
        case .untouched: self = .train
        case .unfinished: self = try folder.checkpoints().isEmpty ? .train : .resume
        case .finished: self = .skip
        case .damaged, .unreadable: self = .mend
        }
    }
}
