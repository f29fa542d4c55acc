import Configuration
import Datasets
import Diagnostics
import Foundation
import Kernels
import Reporting
import Training

/// Trains the runs of experiments one after another, skips what is done, continues what was interrupted, and goes on
/// after a run that fails.
public struct Session {
    public struct Options: Sendable {
        /// The folder that holds a folder for each experiment.
        public var results: String
        public var threads: Int
        /// Train runs again that are done already.
        public var fresh: Bool

        public init(results: String = "results", threads: Int = Workers.availableCores, fresh: Bool = false) {
            self.results = results
            self.threads = threads
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
        var plan: [(label: RunLabel, intention: Intention)] = []
        let count = experiments.reduce(0) { $0 + $1.runs.count }
        for experiment in experiments {
            let folder = ExperimentFolder(results: options.results, experiment: experiment.name)
            let old = folder.renamed(experiment.runs)
            for run in experiment.runs {
                let label = RunLabel(experiment: experiment.name, id: run.id, number: plan.count + 1, count: count)
                plan.append((label, Intention(folder.run(old[run.id] ?? run.id), fresh: options.fresh)))
            }
        }
        return plan
    }

    /// - Parameters:
    ///   - isInterrupted: asked after every iteration; once true the run at hand is saved and nothing else is started.
    ///   - report: told what happens, on the calling thread.
    /// - Returns: a result for every run that was reached, in order.
    /// - Throws: where an experiment's folder cannot be used. A failure of one run is a result, not an error.
    public func run(isInterrupted: () -> Bool, report: (SessionEvent) -> Void) throws -> [Result] {
        let workers = Workers(threads: options.threads)
        let count = experiments.reduce(0) { $0 + $1.runs.count }
        var datasets = LoadedDatasets()
        var results: [Result] = []
        var number = 0
        for experiment in experiments {
            let folder = ExperimentFolder(results: options.results, experiment: experiment.name)
            let lock = try ResultsLock(folder: folder.path)
            defer { withExtendedLifetime(lock) {} }
            folder.removeUnfinishedFiles()
            try folder.adoptRenamed(experiment.runs)
            for run in experiment.runs {
                number += 1
                if isInterrupted() { continue }
                let label = RunLabel(experiment: experiment.name, id: run.id, number: number, count: count)
                let runFolder = folder.run(run.id)
                if Intention(runFolder, fresh: options.fresh) == .skip, let record = runFolder.record {
                    report(.skipped(label, record.status))
                    let outcome = RunOutcome(status: record.status, message: record.message, seconds: 0)
                    results.append(Result(label: label, folder: runFolder.path, outcome: outcome))
                    continue
                }
                let training = RunTraining(
                    run: run, label: label, folder: runFolder, options: options, workers: workers)
                let outcome = training.run(datasets: &datasets, isInterrupted: isInterrupted, report: report)
                report(.finished(label, outcome))
                results.append(Result(label: label, folder: runFolder.path, outcome: outcome))
                try folder.writeIndex(experiment)
            }
            try folder.writeIndex(experiment)
        }
        return results
    }
}

/// What is to be done with a run, by what its folder holds.
public enum Intention: String, Sendable {
    case train
    case resume = "continue"
    case skip

    init(_ folder: RunFolder, fresh: Bool) {
        if fresh {
            self = .train
        } else if folder.record?.status.isFinal == true {
            self = .skip
        } else {
            self = folder.checkpoints.isEmpty ? .train : .resume
        }
    }
}

/// Datasets in memory. Runs of a sweep mostly share one, so only the last is kept.
struct LoadedDatasets {
    private var last: (choice: Choice, dataset: Dataset)?

    mutating func load(_ choice: Choice) throws(DatasetError) -> Dataset {
        if let last, last.choice == choice { return last.dataset }
        let dataset = try DatasetSources.registry.make(choice).load()
        last = (choice, dataset)
        return dataset
    }
}
