import Kernels
import Reporting
import Synchronization

/// Runs to be trained, taken in their order by whoever is free. A run that another program is training is offered once
/// more, after all others.
public final class RunQueue: Sendable {
    private struct Waiting {
        /// Those that nobody has taken yet, the next one last.
        var new: [QueuedRun]
        /// Those that another program had when they were taken, the next one last.
        var again: [QueuedRun] = []
    }

    let count: Int
    private let waiting: Mutex<Waiting>
    private let isStopped = Atomic<Bool>(false)
    private let isInterrupted: @Sendable () -> Bool
    /// How often a checkpoint of all that is under way was asked for.
    let checkpointRequests: @Sendable () -> Int

    /// - Parameter isInterrupted: once true, nothing more is to be started, and what is under way is to be saved.
    init(
        _ entries: [QueuedRun], isInterrupted: @escaping @Sendable () -> Bool,
        checkpointRequests: @escaping @Sendable () -> Int
    ) {
        count = entries.count
        waiting = Mutex(Waiting(new: entries.reversed()))
        self.isInterrupted = isInterrupted
        self.checkpointRequests = checkpointRequests
    }

    /// Those that nobody has taken yet.
    var waitingRuns: [PreparedRun] { waiting.withLock { $0.new.map(\.run) } }

    /// Has every run end as an interruption would.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    var isOver: Bool { isStopped.load(ordering: .relaxed) || isInterrupted() }

    /// nil where none is left, or none is to be started any more. `isAgain`: it is not offered another time.
    private func next() -> (entry: QueuedRun, isAgain: Bool)? {
        guard !isOver else { return nil }
        return waiting.withLock { waiting in
            if let entry = waiting.new.popLast() { return (entry, false) }
            return waiting.again.popLast().map { ($0, true) }
        }
    }

    /// Trains one run after another until none is left: what a launcher has its threads do.
    /// - Parameters:
    ///   - workers: of one run at a time.
    ///   - report: told what happens, on this thread.
    func work(_ options: TrainingOptions, _ workers: Workers, _ shared: SharedValues, report: (SessionEvent) -> Void) {
        let pulse = RunPulse()
        defer { pulse.stop() }
        while let (entry, isAgain) = next() {
            do {
                try Folder.make(entry.folder.path)
                guard let lock = try FolderLock.take(entry.folder.path, patience: FolderLock.patience) else {
                    if isAgain {
                        report(.elsewhere(entry.label))
                    } else {
                        waiting.withLock { $0.again.insert(entry, at: 0) }
                    }
                    continue
                }
                defer { withExtendedLifetime(lock) {} }
                // Another program may have trained it since this session looked.
                if case .finished(let record) = try entry.folder.state() {
                    report(.skipped(entry.label, record.status))
                    continue
                }
                let training = RunTraining(
                    run: entry.run, label: entry.label, folder: entry.folder, workers: workers, shared: shared,
                    sinks: options.sinks, anyBuild: options.anyBuild, fresh: options.fresh,
                    checkpointRequests: checkpointRequests)
                let outcome = training.run(isInterrupted: { isOver }) { event in
                    pulse.note(event, of: entry.run, in: entry.folder)
                    report(event)
                }
                try pulse.end()
                report(.finished(entry.label, outcome))
            } catch {
                let outcome = RunOutcome(status: .failed, message: "\(error)", seconds: 0)
                report(.finished(entry.label, outcome))
            }
        }
    }
}
