import Kernels
import Synchronization

/// The threads of a session, shared evenly by the jobs that still have work: where one has none left, the others get
/// its share.
final class ThreadShares: Sendable {
    private let threads: Int
    /// By job; nil where it has ended.
    private let workers: Mutex<[Workers?]>

    init(threads: Int, jobs: Int) {
        self.threads = threads
        // Every thread has memory of its own for each kernel: on a large machine no job is made for all of them.
        let most = min(threads, 2 * ((threads + jobs - 1) / jobs))
        workers = Mutex((0..<jobs).map { _ in Workers(threads: most) })
        share()
    }

    /// Those of a job that has not ended.
    subscript(job: Int) -> Workers {
        workers.withLock {
            guard let own = $0[job] else { preconditionFailure("a job that has ended asks for its threads") }
            return own
        }
    }

    /// The job gives its threads to the others.
    func end(_ job: Int) {
        workers.withLock { $0[job] = nil }
        share()
    }

    private func share() {
        workers.withLock { workers in
            let working = workers.compactMap(\.self)
            for (place, own) in working.enumerated() {
                own.limit = threads / working.count + (place < threads % working.count ? 1 : 0)
            }
        }
    }
}
