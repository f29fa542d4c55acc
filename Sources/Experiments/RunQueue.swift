import Synchronization

/// Runs to be trained, taken in their order by whoever is free.
final class RunQueue: Sendable {
    struct Entry: Sendable {
        let label: RunLabel
        let run: PreparedRun
        let folder: RunFolder
    }

    private let entries: [Entry]
    private let taken = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private let isInterrupted: @Sendable () -> Bool
    /// How often a checkpoint of all that is under way was asked for.
    let checkpointRequests: @Sendable () -> Int

    /// - Parameter isInterrupted: once true, nothing more is to be started, and what is under way is to be saved.
    init(
        _ entries: [Entry], isInterrupted: @escaping @Sendable () -> Bool,
        checkpointRequests: @escaping @Sendable () -> Int
    ) {
        self.entries = entries
        self.isInterrupted = isInterrupted
        self.checkpointRequests = checkpointRequests
    }

    var count: Int { entries.count }

    /// Has every run end as an interruption would.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    var isOver: Bool { isStopped.load(ordering: .relaxed) || isInterrupted() }

    /// nil where none is left, or none is to be started any more.
    func next() -> Entry? {
        guard !isOver else { return nil }
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < entries.count ? entries[index] : nil
    }
}
