import Diagnostics
import Foundation

/// The job of Slurm that this process runs in, by what Slurm has set.
public struct SlurmJob: Sendable {
    /// Of an array: `ARRAY_TASK`; else the job's number.
    public let task: String
    /// That the job was given on this node.
    let cores: Int?
    /// That it runs on.
    let node: String?
    /// How often the job was requeued.
    let restarts: Int

    /// nil outside of one.
    public static let current = SlurmJob(ProcessInfo.processInfo.environment)

    init?(_ environment: [String: String]) {
        guard let job = environment["SLURM_JOB_ID"] else { return nil }
        if let array = environment["SLURM_ARRAY_JOB_ID"], let task = environment["SLURM_ARRAY_TASK_ID"] {
            self.task = "\(array)_\(task)"
        } else {
            task = job
        }
        cores = environment["SLURM_CPUS_ON_NODE"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        node = environment["SLURMD_NODENAME"]
        restarts = environment["SLURM_RESTART_COUNT"].flatMap { Int($0) } ?? 0
    }

    /// Has Slurm start the job again later, after a warning that its time is over or that others need its node. Slurm
    /// then ends this process. A job that somebody cancelled stays so.
    /// - Parameter most: restarts, after which it is left as it is.
    /// - Returns: what was done, in words.
    public func requeue(most: Int) -> String {
        guard restarts < most else { return "job \(task) was requeued \(restarts) times, and is not again" }
        var failure = ""
        // A controller that is started again is back in seconds; Slurm ends this process when it has waited enough.
        for _ in 0..<20 {
            do { return try requeue() } catch {
                failure = error.diagnostics.first?.message ?? ""
                guard failure.contains("cannot be reached") else { break }
                Thread.sleep(forTimeInterval: 1)
            }
        }
        return "job \(task) could not be requeued: \(failure)"
    }

    private func requeue() throws(DiagnosticError) -> String {
        if let own = try ended() { return own }
        do { _ = try SlurmCommand.output(["scontrol", "requeue", task]) } catch {
            // Slurm's own requeue after a preemption may have come in between.
            guard let own = try ended() else { throw error }
            return own
        }
        return "job \(task) is requeued"
    }

    /// Why nothing is to be done, in words; nil where Slurm still runs the job.
    private func ended() throws(DiagnosticError) -> String? {
        let state = try SlurmCommand.output(["scontrol", "show", "job", "--oneliner", task])
        if state.contains("JobState=CANCELLED") { return "job \(task) was cancelled" }
        let own = ["PENDING", "PREEMPTED", "REQUEUED"].contains { state.contains("JobState=\($0)") }
        return own ? "job \(task) is requeued by Slurm" : nil
    }
}
