import Configuration
import Datasets
import Equilibrium
import Foundation
import Kernels

/// Trains the runs of a queue, one or more at a time.
///
/// Each job is a thread that trains one run after another, with worker threads of its own, and writes into that run's
/// folder alone. What happens is sent to the calling thread, which does all else: it tells the user, collects results
/// and writes the files that runs share. So nothing there needs a lock.
struct SideBySide {
    let queue: RunQueue
    let options: Session.Options

    /// - Parameter handle: told what happens, on the calling thread. Where it throws, the runs at hand are saved and the
    ///   first of its errors is thrown.
    func train(_ handle: (SessionEvent) throws -> Void) throws {
        let jobs = min(options.jobs, queue.count)
        guard jobs > 0 else { return }
        let events = Mailbox<SessionEvent?>()
        let shared = SharedValues(jobs: jobs)
        for _ in 0..<jobs {
            Thread.detachNewThread { [queue, options] in
                Self.work(queue, options, threads: max(1, options.threads / jobs), shared) { events.send($0) }
                events.send(nil)
            }
        }
        var failure: (any Error)?
        var working = jobs
        while working > 0 {
            guard let event = events.receive() else {
                working -= 1
                continue
            }
            do { try handle(event) } catch {
                failure = failure ?? error
                queue.stop()
            }
        }
        if let failure { throw failure }
    }

    /// One job.
    private static func work(
        _ queue: RunQueue, _ options: Session.Options, threads: Int, _ shared: SharedValues,
        report: (SessionEvent) -> Void
    ) {
        let workers = Workers(threads: threads)
        while let entry = queue.next() {
            let training = RunTraining(
                run: entry.run, label: entry.label, folder: entry.folder, workers: workers, shared: shared,
                anyBuild: options.anyBuild, checkpointRequests: queue.checkpointRequests)
            report(.finished(entry.label, training.run(isInterrupted: { queue.isOver }, report: report)))
        }
    }
}

/// What runs have in common, made once for all of them.
struct SharedValues: Sendable {
    /// In memory, read-only.
    let datasets: MadeOnce<Choice, Dataset>
    /// By the path of their file.
    let judges: MadeOnce<String, Judge>

    init(jobs: Int) {
        datasets = MadeOnce(keeping: jobs)
        judges = MadeOnce(keeping: jobs)
    }
}
