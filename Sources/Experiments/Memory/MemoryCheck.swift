import Diagnostics
import Reporting

/// Whether there is the memory that training takes, before a run is started that it could not hold.
struct MemoryCheck {
    /// Runs trained at a time.
    let jobs: Int
    /// Bytes that this process may use.
    let memory: UInt64

    private static let warned = 0.75

    /// An error where the largest runs that may meet take more than there is with the largest of their datasets,
    /// which they share; a warning above three quarters of it: the estimate may be a fifth too low.
    func finding(_ runs: [PreparedRun]) -> Diagnostic? {
        // The largest first, the earlier of equals first: of a million runs a few are looked for.
        var together: [(run: PreparedRun, bytes: Double)] = []
        for run in runs {
            let bytes = Double(run.memory.run)
            if together.count == jobs, let least = together.last, bytes <= least.bytes { continue }
            let place = together.firstIndex { $0.bytes < bytes } ?? together.count
            together.insert((run, bytes), at: place)
            if together.count > jobs { together.removeLast() }
        }
        let shared = Double(RunMemory.program + (runs.map(\.memory.data).max() ?? 0))
        let reading = Double(RunMemory.program + (runs.map(\.memory.reading).max() ?? 0))
        let bytes = max(reading, together.reduce(shared) { $0 + $1.bytes })
        guard let largest = together.first, bytes > Double(memory) * Self.warned else { return nil }
        let who =
            together.count > 1 ? "\(together.count) runs at a time take" : "the run '\(largest.run.id)' takes"
        let isForJobs = together.count > 1 && largest.bytes + shared <= Double(memory) * Self.warned
        return Diagnostic(
            bytes > Double(memory) ? .error : .warning,
            "\(who) \(NumberText.scaled(bytes))B of memory with the data, and this process may use "
                + "\(NumberText.scaled(Double(memory)))B",
            at: largest.run.run.locations.nearest("training.batch_size"),
            help: isForJobs
                ? "give fewer --jobs" : "lower training.batch_size or discriminator.pack, or narrow the widest layers")
    }
}
