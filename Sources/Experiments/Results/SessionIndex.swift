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
        /// Where the run is done and whole; in a large sweep it is written down.
        var checked: CheckedRuns.Entry?
        /// Whether the row stands in the table of runs, and was not read yet.
        var isInTable = false
    }

    private let experiments: [PreparedExperiment]
    private let entries: [QueuedRun]
    private let results: String
    private var rows: [Row] = []
    /// Of each experiment's runs, the places among all.
    private let places: [String: Range<Int>]
    /// Experiments all of whose runs are done, and stand in the table and the pages.
    private var shown: Set<String> = []
    /// Runs that were done before, in order.
    private(set) var finished: [SessionResult] = []
    /// Runs that are to be trained, in order.
    private(set) var waiting: [QueuedRun] = []

    /// Looks at every run.
    /// - Parameter known: by experiment, what need not be looked at again.
    init(
        _ experiments: [PreparedExperiment], _ entries: [QueuedRun], _ known: [String: ExperimentFolder.Known],
        results: String
    ) throws {
        self.experiments = experiments
        self.entries = entries
        self.results = results
        var places: [String: Range<Int>] = [:]
        for experiment in experiments {
            let start = places.values.map(\.upperBound).max() ?? 0
            places[experiment.name] = start..<start + experiment.runs.count
        }
        self.places = places
        rows.reserveCapacity(entries.count)
        for experiment in experiments {
            let own = entries[places[experiment.name] ?? 0..<0]
            let folder = experiment.folder(in: results)
            let known = try known[experiment.name] ?? folder.checked(own.map(\.folder.path))
            for (entry, checked) in zip(own, known.runs) { look(entry, known.hasTable ? checked : nil) }
            if known.showsAll { shown.insert(experiment.name) }
        }
    }

    /// - Parameter checked: where nothing has changed since the run was found whole, and its row is in the table.
    private mutating func look(_ entry: QueuedRun, _ checked: CheckedRuns.Entry?) {
        if let checked {
            rows.append(Row(checked: checked, isInTable: true))
            let outcome = RunOutcome(status: checked.status, message: checked.message, seconds: 0)
            return finished.append(SessionResult(entry, outcome))
        }
        let found = FoundRun(entry, in: entry.folder.experiment)
        rows.append(Row(result: found.row, stamp: found.stamp, checked: found.checked(entry)))
        if let record = found.finished {
            finished.append(SessionResult(entry, RunOutcome(record)))
        } else {
            waiting.append(entry)
        }
    }

    /// Takes in that this session has trained a run.
    /// - Returns: what became of it, its files looked at.
    mutating func take(_ told: RunOutcome, of label: RunLabel) -> RunOutcome {
        let entry = entries[label.number - 1]
        let found = FoundRun(entry, in: entry.folder.experiment, after: told)
        rows[label.number - 1] = Row(result: found.row, stamp: found.stamp, checked: found.checked(entry))
        return found.outcome
    }

    /// Writes `runs.csv` of the experiment that a run belongs to, and now and then its pages, for whoever looks on.
    mutating func write(of label: RunLabel) throws {
        for experiment in experiments where experiment.name == label.experiment {
            let folder = experiment.folder(in: results)
            // A long table is written now and then, so that most of the time goes into training.
            let isLong = experiment.runs.count > CheckedRuns.mostRead
            guard !isLong || ContinuousClock.now - tableWritten > tableTook * Self.patience else { continue }
            try folder.locked {
                let start = ContinuousClock.now
                try write(experiment)
                (tableWritten, tableTook) = (.now, .now - start)
                guard !isLong, ContinuousClock.now - pagesWritten > Self.pagesPause else { return }
                try folder.writePages(of: experiment.name, experiment.description, isUnderWay: true)
                pagesWritten = .now
            }
        }
    }

    /// Times as long as a table took it stands as it is.
    private static let patience = 20
    private var tableWritten = ContinuousClock.now
    private var tableTook = Duration.zero

    /// The pages of a large sweep take a while to write.
    private static let pagesPause = Duration.seconds(5)
    private var pagesWritten = ContinuousClock.now

    /// Writes `runs.csv` and the pages of an experiment.
    mutating func writePages(_ experiment: PreparedExperiment) throws {
        let folder = experiment.folder(in: results)
        if shown.contains(experiment.name) { return }
        try folder.locked {
            try write(experiment)
            do {
                try folder.writePages(of: experiment.name, experiment.description)
            } catch let error as FileError where error.isRefused {
                // Where nothing was to be trained the folder may be read-only, and hold pages of an earlier build or
                // none.
                guard !waiting.contains(where: { $0.label.experiment == experiment.name }) else { throw error }
            }
        }
    }

    private mutating func write(_ experiment: PreparedExperiment) throws {
        let folder = experiment.folder(in: results)
        let range = places[experiment.name] ?? 0..<0
        try readTable(of: folder, range)
        var own: [(name: String, result: RunResult?)] = []
        for index in range {
            try refresh(index)
            own.append((entries[index].folder.name, rows[index].result))
        }
        try folder.writeIndex(own, isSweep: experiment.isSweep)
        try folder.note(range.compactMap { rows[$0].checked }, of: range.count)
    }

    /// Takes the rows that stand in the table of runs from there.
    private mutating func readTable(of folder: ExperimentFolder, _ range: Range<Int>) throws {
        guard range.contains(where: { rows[$0].isInTable }) else { return }
        let table = try folder.checkedRows()
        for index in range where rows[index].isInTable {
            let entry = entries[index]
            if var row = table[entry.folder.name] {
                row.parameters = entry.run.run.parameters
                rows[index].result = row
                rows[index].stamp = try entry.folder.stamp()
                rows[index].isInTable = false
            } else {
                let found = FoundRun(entry, in: folder)
                rows[index] = Row(result: found.row, stamp: found.stamp, checked: found.checked(entry))
            }
        }
    }

    /// Takes in what another program has made of a run since its row was made.
    private mutating func refresh(_ index: Int) throws {
        let folder = entries[index].folder
        let stamp = try folder.stamp()
        // A record that is gone says nothing: whoever trains the run writes another one.
        guard stamp != rows[index].stamp, stamp.record != nil || stamp.isToBeginAnew else { return }
        rows[index].stamp = stamp
        rows[index].checked = nil
        do {
            rows[index].result = try folder.record().map { try FoundRun.row(entries[index], $0) }
        } catch {
            // Whoever wrote the record wrote a row as well.
            rows[index].result = try folder.experiment.row(of: folder)
        }
    }
}

extension FoundRun {
    /// What is written down of a run that is done and whole; else nil.
    fileprivate func checked(_ entry: QueuedRun) -> CheckedRuns.Entry? {
        guard let finished, let whole else { return nil }
        return CheckedRuns.Entry(
            run: entry.folder.name, status: finished.status, message: finished.message, stamp: whole)
    }
}
