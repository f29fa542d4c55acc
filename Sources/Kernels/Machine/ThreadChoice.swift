import CMachine
import Dispatch

/// Whether short steps run on all threads or on one, found out by trying both, time and again.
///
/// Threads on cores without a common cache pass each number on through memory, and a small step can take twice as long
/// on two of them as on one. On which cores a process runs, and with whom, changes while it runs. No result depends on
/// the choice.
public struct ThreadChoice {
    /// Longer steps, in seconds, gain from threads wherever these are.
    private static let longest = 0.002
    /// Steps of a trial. The slowest does not count: it may have had to wake a thread.
    private static let steps = 8
    /// Steps on one thread after which a trial is given up that is lost already.
    private static let fewest = 3
    /// The time from one trial to the next, in trials.
    private static let rest = 64.0

    private enum Phase { case all, one, settled }

    private let workers: Workers
    /// Of the workers, when the trial began.
    private var limit: Int
    private var phase = Phase.all
    /// The choice, while it is settled.
    private var isOneFaster = false
    /// Seconds of the phase's steps, their number, the slowest and the fastest.
    private var (total, count, slowest, fastest) = (0.0, 0, 0.0, Double.infinity)
    /// Seconds of a step on all threads, and of the last trial.
    private var (stepOnAll, trial) = (0.0, 0.0)

    public init(_ workers: Workers) {
        self.workers = workers
        limit = workers.limit
    }

    /// Runs a step, as it has proved best.
    public mutating func run<Failure: Error>(_ step: () throws(Failure) -> Void) throws(Failure) {
        if workers.limit != limit {
            limit = workers.limit
            start(.all)
        }
        // Once for all kernels of the step, each of which would else do so itself.
        let denormals = saddle_flush_denormals()
        defer { saddle_restore_denormals(denormals) }
        guard limit > 1 else { return try step() }
        let start = DispatchTime.now().uptimeNanoseconds
        workers.isSerial = isSerial
        defer { workers.isSerial = false }
        try step()
        note(Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9)
    }

    /// Whether the next step runs on one thread.
    var isSerial: Bool { phase == .one || phase == .settled && isOneFaster }

    /// Takes down how long the step took.
    mutating func note(_ seconds: Double) {
        (total, count) = (total + seconds, count + 1)
        (slowest, fastest) = (max(slowest, seconds), min(fastest, seconds))
        switch phase {
        case .settled:
            if total > Self.rest * trial { start(.all) }
        case .all:
            guard count == Self.steps else { return }
            stepOnAll = mean
            trial = total
            if stepOnAll > Self.longest { settle(onOne: false) } else { start(.one) }
        case .one:
            if count >= Self.fewest, fastest > 1.25 * stepOnAll {
                trial += total
                settle(onOne: false)
            } else if count == Self.steps {
                trial += total
                settle(onOne: mean < stepOnAll)
            }
        }
    }

    private var mean: Double { (total - slowest) / Double(count - 1) }

    private mutating func settle(onOne: Bool) {
        isOneFaster = onOne
        start(.settled)
    }

    private mutating func start(_ next: Phase) {
        phase = next
        (total, count, slowest, fastest) = (0, 0, 0, .infinity)
    }
}
