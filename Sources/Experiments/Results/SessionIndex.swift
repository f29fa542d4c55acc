import Configuration
import Diagnostics
import Equilibrium
import Reporting

/// What a session knows of its runs, and the tables and pages over them.
///
/// Each run's row is made from its folder once, and again where the folder's record is another one: this session
/// trained the run, or another program did, which shares the sweep. A sweep may have thousands.
struct SessionIndex {
    private struct Row {
        /// nil where there is none, or nothing can be said.
        var result: RunResult?
        /// Of the record that the row was made from; nil where it could not be looked at.
        var stamp: RecordStamp?
    }

    private let experiments: [PreparedExperiment]
    private let entries: [QueuedRun]
    private let results: String
    private var rows: [Row] = []
    /// Runs that were done before, in order.
    private(set) var finished: [(entry: QueuedRun, record: RunRecord)] = []
    /// Runs that are to be trained, in order.
    private(set) var waiting: [QueuedRun] = []

    /// Looks at every run.
    init(_ experiments: [PreparedExperiment], _ entries: [QueuedRun], results: String) {
        self.experiments = experiments
        self.entries = entries
        self.results = results
        for entry in entries {
            let found = FoundRun(entry, in: entry.folder.experiment)
            rows.append(Row(result: found.row, stamp: found.stamp))
            if let record = found.finished { finished.append((entry, record)) } else { waiting.append(entry) }
        }
    }

    /// Takes in that this session has trained a run.
    /// - Returns: what became of it, its files looked at.
    mutating func take(_ told: RunOutcome, of label: RunLabel) -> RunOutcome {
        let entry = entries[label.number - 1]
        let found = FoundRun(entry, in: entry.folder.experiment, after: told)
        rows[label.number - 1] = Row(result: found.row, stamp: found.stamp)
        return found.outcome
    }

    /// Writes `runs.csv` of the experiment that a run belongs to, and now and then its pages, for whoever looks on.
    mutating func write(of label: RunLabel) throws {
        for experiment in experiments where experiment.name == label.experiment {
            let folder = experiment.folder(in: results)
            try folder.locked {
                try write(experiment)
                guard ContinuousClock.now - pagesWritten > Self.pagesPause else { return }
                try folder.writePages(of: experiment.name, experiment.description, isUnderWay: true)
                pagesWritten = .now
            }
        }
    }

    /// The pages of a large sweep take a while to write.
    private static let pagesPause = Duration.seconds(5)
    private var pagesWritten = ContinuousClock.now

    /// Writes `runs.csv` and the pages of an experiment.
    mutating func writePages(_ experiment: PreparedExperiment) throws {
        let folder = experiment.folder(in: results)
        try folder.locked {
            try write(experiment)
            do {
                try folder.writePages(of: experiment.name, experiment.description)
            } catch {
                // Where nothing was to be trained the folder may be read-only, and hold pages of an earlier build or
                // none.
                guard !waiting.contains(where: { $0.label.experiment == experiment.name }) else { throw error }
            }
        }
    }

    private mutating func write(_ experiment: PreparedExperiment) throws {
        var own: [(name: String, result: RunResult?)] = []
        for index in entries.indices where entries[index].label.experiment == experiment.name {
            try refresh(index)
            own.append((entries[index].folder.name, rows[index].result))
        }
        try experiment.folder(in: results).writeIndex(own, isSweep: experiment.isSweep)
    }

    /// Takes in what another program has made of a run since its row was made.
    private mutating func refresh(_ index: Int) throws {
        let folder = entries[index].folder
        let stamp = try folder.stamp()
        // A record that is gone says nothing: whoever trains the run writes another one.
        guard stamp != rows[index].stamp, stamp.record != nil || stamp.isToBeginAnew else { return }
        rows[index].stamp = stamp
        do {
            rows[index].result = try folder.record().map { try FoundRun.row(entries[index], $0) }
        } catch {
            // Whoever wrote the record wrote a row as well.
            rows[index].result = try folder.experiment.row(of: folder)
        }
    }
}
