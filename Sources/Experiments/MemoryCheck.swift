import Diagnostics
import Reporting

/// Whether there is the memory that training takes, before a run is started that it could not hold.
struct MemoryCheck {
    /// Runs trained at a time.
    let jobs: Int
    /// Bytes that this process may use.
    let memory: UInt64

    /// An error where the largest runs that may meet take more than there is with the largest of their datasets,
    /// which they
    /// share; a warning above half of it: reading the data and judging samples come on top.
    func finding(_ runs: [PreparedRun]) -> Diagnostic? {
        let sizes = runs.map { (run: $0, bytes: Double($0.memoryBytes)) }
        let together = sizes.sorted { $0.bytes > $1.bytes }.prefix(jobs)
        let data = Double(runs.map(\.dataBytes).max() ?? 0)
        let bytes = together.reduce(data) { $0 + $1.bytes }
        guard let largest = together.first, bytes > Double(memory) / 2 else { return nil }
        let who =
            together.count > 1 ? "\(together.count) runs at a time take" : "the run '\(largest.run.id)' takes"
        let isForJobs = together.count > 1 && largest.bytes + data <= Double(memory) / 2
        return Diagnostic(
            bytes > Double(memory) ? .error : .warning,
            "\(who) \(NumberText.scaled(bytes))B of memory with the data, and this process may use "
                + "\(NumberText.scaled(Double(memory)))B",
            at: largest.run.run.locations.nearest("training.batch_size"),
            help: isForJobs
                ? "give fewer --jobs" : "lower training.batch_size or discriminator.pack, or narrow the widest layers")
    }
}
