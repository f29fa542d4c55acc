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

        public init(
            results: String = "results", threads: Int = ProcessLimits.cores, jobs: Int = 1, fresh: Bool = false
        ) {
            self.results = results
            self.threads = threads
            self.jobs = max(1, jobs)
            self.fresh = fresh
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
    public func plan() -> [(label: RunLabel, intention: Intention)] {
        entries.map { ($0.label, options.fresh ? .train : Intention($0.folder)) }
    }

    /// - Parameters:
    ///   - isInterrupted: asked after every iteration, by every job; once true the runs at hand are saved and nothing
    ///     else is started.
    ///   - report: told what happens, on the calling thread. Runs that are done come first; of runs side by side, each
    ///     one's events come in order.
    /// - Returns: a result for every run that was done or reached, in the order of the runs.
    /// - Throws: where an experiment's folder cannot be used. A failure of one run is a result, not an error.
    public func run(isInterrupted: @escaping @Sendable () -> Bool, report: (SessionEvent) -> Void) throws -> [Result] {
        let locks = try experiments.map { try ResultsLock(folder: folder(of: $0).path) }
        defer { withExtendedLifetime(locks) {} }
        for experiment in experiments { AtomicFile.removeUnfinished(in: folder(of: experiment).path) }
        let entries = entries
        // All before any is trained: a session that is interrupted leaves none that would pass for trained anew. One that
        // is killed while it is at it leaves the others as they were.
        if options.fresh { for entry in entries { try entry.folder.beginAnew() } }
        var results: [Result] = []
        var waiting: [RunQueue.Entry] = []
        for entry in entries {
            if Intention(entry.folder) == .skip, let record = entry.folder.record {
                report(.skipped(entry.label, record.status))
                let outcome = RunOutcome(status: record.status, message: record.message, seconds: 0)
                results.append(Result(label: entry.label, folder: entry.folder.path, outcome: outcome))
            } else {
                waiting.append(entry)
            }
        }
        // Each run's row is made from its folder once, and again when the run is done: a sweep may have thousands.
        var rows = entries.map(\.result)
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
        let queue = RunQueue(waiting, isInterrupted: isInterrupted)
        try SideBySide(queue: queue, options: options).train { event in
            report(event)
            guard case .finished(let label, let outcome) = event else { return }
            let entry = entries[label.number - 1]
            results.append(Result(label: label, folder: entry.folder.path, outcome: outcome))
            rows[label.number - 1] = entry.result
            for experiment in experiments where experiment.name == label.experiment { try writeIndex(experiment) }
        }
        for experiment in experiments { try writePages(experiment) }
        return results.sorted { $0.label.number < $1.label.number }
    }

    /// Every run of every experiment, in order.
    private var entries: [RunQueue.Entry] {
        let runs = experiments.flatMap { experiment in
            zip(experiment.runs, folder(of: experiment).folders(of: experiment.runs)).map { (experiment.name, $0, $1) }
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
}

/// What is to be done with a run, by what its folder holds.
public enum Intention: String, Sendable {
    case train
    case resume = "continue"
    case skip

    init(_ folder: RunFolder) {
        if folder.record?.status.isFinal == true {
            self = .skip
        } else {
            self = folder.checkpoints.isEmpty ? .train : .resume
        }
    }
}
