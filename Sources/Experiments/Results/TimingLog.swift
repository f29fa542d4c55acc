import Diagnostics
import Reporting

/// timing.csv as it grows, and the clock behind it, which goes on from where a run was interrupted.
struct TimingLog {
    private let log: RowLog
    private var entries: [TimingTable.Entry] = []
    private var start = ContinuousClock.now
    private var secondsBefore = 0.0

    init(_ path: String) { log = RowLog(path) }

    /// - Parameter iteration: what was written of later ones is left out, and trained again.
    mutating func resume(at iteration: Int) throws {
        var entries: [TimingTable.Entry] = []
        // A clock that is missing or damaged starts at 0: it is no reason to refuse a run.
        do { entries = TimingTable.entries(try log.table()) } catch is Diagnostic {
        } catch let error as FileError where error.isMissing {}
        try begin(after: entries.filter { $0.iteration <= iteration })
    }

    mutating func begin(after entries: [TimingTable.Entry] = []) throws {
        self.entries = entries
        secondsBefore = entries.last?.seconds ?? 0
        start = .now
        try log.start(TimingTable.table(entries))
    }

    /// Of training in all: earlier calls of the program count up to the checkpoint from which this one continues.
    func seconds(at now: ContinuousClock.Instant) -> Double { secondsBefore + (now - start) / .seconds(1) }

    /// Writes the time at which an iteration is over, in place of one that it has: more came of it, such as a critic.
    mutating func note(_ iteration: Int) throws {
        let isNew = entries.last?.iteration != iteration
        if !isNew { entries.removeLast() }
        let seconds = seconds(at: .now)
        let rate = entries.last.map { Double(iteration - $0.iteration) / max(seconds - $0.seconds, 1e-9) }
        let entry = TimingTable.Entry(iteration: iteration, seconds: seconds, iterationsPerSecond: rate)
        entries.append(entry)
        // Nothing depends on the clock's rows: they are not worth waiting for the disk.
        if isNew {
            try log.append(TimingTable.table([entry]), flushed: false)
        } else {
            try log.start(TimingTable.table(entries))
        }
    }
}
