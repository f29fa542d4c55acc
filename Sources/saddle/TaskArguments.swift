import ArgumentParser
import Diagnostics
import Experiments
import Foundation

/// Which runs of a plan `saddle run` is to train, in place of a file's.
struct TaskArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Train a run of this plan, which --plan-only wrote.", valueName: "plan"))
    var plan: String?

    @Option(
        help: ArgumentHelp(
            "Which run of the plan, from 0. Default: SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX (Kubernetes).",
            valueName: "number"))
    var index: Int?

    @Option(help: "With --plan: so many runs in a row; task I trains from run I times this.")
    var runsPerTask = 1

    @Option(help: ArgumentHelp("A file of indices, in which tasks count, in place of all.", visibility: .hidden))
    var selection: String?

    @Option(help: ArgumentHelp("The task that index 0 is.", visibility: .hidden))
    var firstTask = 0

    @Option(help: ArgumentHelp("How often a job of Slurm has itself requeued.", visibility: .hidden))
    var requeues = 0

    /// Whether the rest of the command line goes with these.
    func validate(files: [String], _ overrides: [String]) throws {
        guard plan != nil else {
            guard !files.isEmpty else { throw ValidationError("Missing expected argument '<files> ...'") }
            guard index == nil else { throw ValidationError("--index goes with --plan.") }
            return
        }
        guard files.isEmpty, overrides.isEmpty else {
            throw ValidationError("--plan takes no experiment files and no --set: the plan says what its runs are.")
        }
        guard runsPerTask >= 1 else { throw ValidationError("--runs-per-task takes 1 or more.") }
        if let index, index < 0 { throw ValidationError("--index takes 0 or more.") }
    }

    /// Trains them.
    /// - Throws: exit status 1 where a run failed: one that ended by its own numbers would do so again.
    func run(_ options: Session.Options, quiet: Bool) throws {
        let plan = try RunPlan(self.plan ?? "")
        let task = try PlannedTask(plan, try indices(of: plan), options)
        let job = SlurmJob.current
        let requeues = requeues
        Interruption.listen(
            isTask: job != nil,
            atEnd: {
                guard requeues > 0, let job else { return }
                Terminal.writeError("\(job.requeue(most: requeues))\n")
            })
        let display = ProgressDisplay(quiet: quiet)
        let results = try task.run(
            isInterrupted: { Interruption.isRequested }, checkpointRequests: { Interruption.checkpointRequests },
            report: display.show)
        display.finish()
        let isLeft = results.contains { $0.outcome.status == .interrupted } || results.count < task.count
        if Interruption.isRequested, isLeft {
            Interruption.end()
            throw ExitCode(Interruption.status)
        }
        if results.contains(where: { $0.outcome.status == .failed }) { throw ExitCode.failure }
    }

    private func indices(of plan: RunPlan) throws -> [Int] {
        let names = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"]
        let environment = ProcessInfo.processInfo.environment
        guard let index = index ?? names.compactMap({ environment[$0].flatMap { Int($0) } }).first else {
            throw ValidationError("--plan needs --index, the number of a run from 0 to \(plan.count - 1).")
        }
        if let selection {
            return try RunSelection(selection).runs(of: firstTask + index, runsPerTask: runsPerTask)
        }
        let tasks = (plan.count - 1) / runsPerTask + 1
        guard (0..<tasks).contains(index) else {
            throw DiagnosticError(
                Diagnostic(
                    "there is no task \(index): the plan has \(plan.count) \(plan.count == 1 ? "run" : "runs")",
                    help: "--index takes 0 to \(tasks - 1)"))
        }
        return Array(index * runsPerTask..<min((index + 1) * runsPerTask, plan.count))
    }
}
