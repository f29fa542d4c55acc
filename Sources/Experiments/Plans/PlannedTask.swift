import Configuration
import Diagnostics
import Reporting

/// Trains some runs of a plan: what one task of a cluster does. Beside their folders it writes what the tasks of the
/// plan share, and whoever ends last writes `runs.csv` and the pages, the same bytes as a session on one machine.
public struct PlannedTask {
    private let plan: RunPlan
    private let entries: [QueuedRun]
    private let options: Session.Options

    /// - Parameters:
    ///   - indices: of the runs, in the order in which they are trained.
    /// - Throws: where a run cannot be trained by this program, on this machine.
    public init(_ plan: RunPlan, _ indices: [Int], _ options: Session.Options) throws {
        self.plan = plan
        self.options = options
        var runs: [Run] = []
        for index in indices { runs.append(try plan.run(try plan.entry(index))) }
        let prepared = try Preparation.prepare(
            runs, sweep: SweepMembers { try plan.tails() }, jobs: options.jobs ?? 1, memory: options.memory)
        let place = plan.place
        entries = try zip(indices, prepared).map { index, run in
            let label = RunLabel(experiment: plan.experiment, id: run.id, number: index + 1, count: plan.count)
            return QueuedRun(
                label: label, run: run,
                folder: RunFolder(try RunPlaces.path(of: run.id, in: place.path, count: plan.count)))
        }
    }

    /// How many runs it is to train.
    public var count: Int { entries.count }

    /// Trains the runs; the parameters are as of `Session.run`.
    /// - Returns: a result for every run that was done or reached, in order.
    public func run(
        isInterrupted: @escaping @Sendable () -> Bool, checkpointRequests: @escaping @Sendable () -> Int = { 0 },
        report: (SessionEvent) -> Void
    ) throws -> [Session.Result] {
        let places = Dictionary(uniqueKeysWithValues: entries.map { ($0.label.number, $0) })
        func entry(_ label: RunLabel) -> QueuedRun {
            guard let entry = places[label.number] else { preconditionFailure("a run that nobody asked for") }
            return entry
        }
        var results: [Session.Result] = []
        var failure: (any Error)?
        let queue = RunQueue(entries, isInterrupted: isInterrupted, checkpointRequests: checkpointRequests)
        try options.launch(queue) { event in
            switch event {
            case .finished(let label, let told):
                let entry = entry(label)
                let found = FoundRun(entry, in: entry.folder.experiment, after: told)
                report(.finished(label, found.outcome))
                results.append(Session.Result(entry, found.outcome))
                // A run that cannot be told of is none to stop the others for.
                do { try note(entry, found) } catch { failure = failure ?? error }
            case .skipped(let label, _):
                let entry = entry(label)
                report(event)
                let found = FoundRun(entry, in: entry.folder.experiment)
                results.append(Session.Result(entry, found.finished.map(RunOutcome.init) ?? found.outcome))
                do { try note(entry, found) } catch { failure = failure ?? error }
            case .elsewhere(let label):
                report(event)
                results.append(Session.Result(entry(label), .elsewhere))
            case .sideBySide, .notice, .started, .progress, .judging: report(event)
            }
        }
        if let failure { throw failure }
        return results.sorted { $0.label.number < $1.label.number }
    }

    /// Tells the other tasks that a run has ended; the last one makes the tables.
    private func note(_ entry: QueuedRun, _ found: FoundRun) throws {
        guard found.outcome.status != .interrupted || found.finished != nil else { return }
        let ended = EndedRuns(plan)
        try plan.place.locked {
            if try ended.add(entry.label.number - 1, found) {
                try PlannedTables(plan).write(ended.rows())
            }
        }
    }
}

/// `runs.csv` and the pages of an experiment whose runs are trained by the tasks of a plan.
struct PlannedTables {
    private let plan: RunPlan

    init(_ plan: RunPlan) { self.plan = plan }

    /// Writes them, while the experiment's folder is locked. A row counts while its run's record is the one that it was
    /// made from.
    func write(_ rows: [Int: EndedRuns.Row]) throws {
        let place = plan.place
        let places = try RunPlaces(in: place.path)
        var own: [(name: String, result: RunResult?)] = []
        var checked: [CheckedRuns.Entry] = []
        for index in 0..<plan.count {
            let entry = try plan.entry(index)
            let folder = RunFolder(places.path(of: entry.run) ?? places.newPath(of: entry.run, count: plan.count))
            own.append((entry.run, try result(entry, folder, rows[index])))
            // Whoever trained it has read what it wrote, and nothing has changed since.
            if plan.count > CheckedRuns.mostRead, let row = rows[index], let result = own[index].result,
                let status = RunStatus(rawValue: result.status), let stamp = try RunStamp(of: folder.path),
                row.whole == stamp.text
            {
                let message = result.message.isEmpty ? nil : result.message
                checked.append(.init(run: entry.run, status: status, message: message, stamp: stamp))
            }
        }
        if plan.isSweep { try SweepNames.write(own.map(\.name), in: place.path) }
        try place.writeIndex(own, isSweep: plan.isSweep)
        try place.note(checked, of: plan.count)
        try place.writePages(of: plan.experiment, plan.description)
    }

    private func result(_ entry: RunPlan.Entry, _ folder: RunFolder, _ row: EndedRuns.Row?) throws -> RunResult? {
        if let row, try folder.stamp().record == row.record {
            guard let table = row.table else { return nil }
            return try RunsTable.results(try CSVFileRows(Array(table.utf8), path: "runs.csv")).first
        }
        guard let record = try folder.record() else { return nil }
        let run = try plan.run(entry)
        return try FoundRun.row(folder, run.spec, run.parameters, record)
    }
}
