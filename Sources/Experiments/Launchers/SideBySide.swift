import Configuration
import Foundation

/// Several runs at a time in this process.
///
/// Each job is a thread that trains one run after another, with worker threads of its own, and writes into that run's
/// folder alone. What happens is sent to the calling thread, which does all else: it tells the user, collects results
/// and writes the files that runs share. So nothing there needs a lock against other jobs.
struct SideBySide: TrainingLauncher {
    static let declaration = Declaration(
        "side_by_side", "several runs at a time, as many as --jobs says, which share the threads evenly",
        example: "launcher: side_by_side")

    init(_ values: Values) {}

    init() {}

    func launch(_ queue: RunQueue, _ options: TrainingOptions, _ handle: (SessionEvent) throws -> Void) throws {
        let jobs = min(options.jobs, queue.count)
        guard jobs > 0 else { return }
        let events = Mailbox<SessionEvent?>()
        let shared = SharedValues(jobs: jobs)
        let shares = ThreadShares(threads: options.threads, jobs: jobs)
        for job in 0..<jobs {
            Thread.detachNewThread { [queue, options] in
                queue.work(options, shares[job], shared) { events.send($0) }
                shares.end(job)
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
}
