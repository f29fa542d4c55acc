import Configuration
import Diagnostics
import Foundation
import Reporting

/// Job arrays of Slurm, whose tasks train the runs of a plan.
///
/// Everything that Slurm is told stands in arguments; the script that it runs is `exec "$@"`, so nothing is read twice
/// by a shell, and signals reach the program itself. What was submitted is written into `slurm/` beside the results.
struct Slurm: SubmittingLauncher {
    static let declaration = Declaration(
        "slurm", "job arrays of Slurm: saddle run submits what is missing and ends",
        details: """
            The sweep's plan is written beside its results, and each task of an array trains runs_per_task runs of it with
            the cores that it was given. Before its time is over, and when others need its node, a task saves a checkpoint
            and has itself requeued; it continues to the same bytes. saddle status RESULTS shows how far all are, saddle
            cancel RESULTS ends them, and the same saddle run submits what is missing.
            """,
        keys: [
            Key("partition", .text, default: .null, "as sbatch takes it"),
            Key("time", .text, default: .null, "limit of a task, such as 4:00:00 or 1-12"),
            Key("cpus_per_task", .integer(1...1024), default: .integer(1), "cores, which are the worker threads"),
            Key("mem", .text, default: .null, "memory of a task, such as 4G"),
            Key("account", .text, default: .null, "as sbatch takes it"),
            Key("qos", .text, default: .null, "as sbatch takes it"),
            Key("constraint", .text, default: .null, "features that a node must have, such as avx512"),
            Key(
                "options", .list(of: .text, count: 0...100), default: .list([]),
                "other options of sbatch, one a word, such as --nice=100"),
            Key("runs_per_task", .integer(1...1_000_000), default: .integer(1), "trained one after another by a task"),
            Key("array_limit", .integer(1...1_000_000), default: .null, "tasks at a time; default: as many as fit"),
            Key(
                "warning", .integer(10...86400), default: .integer(120),
                "seconds before the end of its time at which a task saves and is requeued"),
            Key("requeues", .integer(0...10_000), default: .integer(100), "of a task at most"),
        ],
        example: "launcher: {slurm: {partition: short, time: \"2:00:00\", cpus_per_task: 2, mem: 4G}}")

    /// Options of sbatch.
    private let options: [String]
    private let runsPerTask: Int
    private let arrayLimit: Int?
    private let requeues: Int

    init(_ values: Values) {
        var options: [String] = []
        for key in ["partition", "time", "mem", "account", "qos", "constraint"] {
            if case .text(let text) = values[key] { options.append("--\(key)=\(text)") }
        }
        options.append("--cpus-per-task=\(values.integer("cpus_per_task"))")
        options.append("--signal=B:USR2@\(values.integer("warning"))")
        if case .list(let others) = values["options"] {
            options += others.compactMap { if case .text(let text) = $0 { text } else { nil } }
        }
        self.options = options
        runsPerTask = values.integer("runs_per_task")
        if case .integer(let limit) = values["array_limit"] { arrayLimit = limit } else { arrayLimit = nil }
        requeues = values.integer("requeues")
    }

    /// Tasks of one array, from `first` of those that are submitted together.
    private struct Chunk {
        let first: Int
        let tasks: Int
    }

    private func chunks(_ runs: Int, mostTasks: Int) -> [Chunk] {
        let tasks = (runs + runsPerTask - 1) / runsPerTask
        return stride(from: 0, to: tasks, by: mostTasks).map { Chunk(first: $0, tasks: min(mostTasks, tasks - $0)) }
    }

    private func command(_ work: SubmittedWork, _ chunk: Chunk, _ records: SlurmRecords, selection: String) -> [String]
    {
        let array = "--array=0-\(chunk.tasks - 1)" + (arrayLimit.map { "%\($0)" } ?? "")
        let sbatch =
            [
                "sbatch", "--parsable", "--requeue", "--open-mode=append", "--job-name=\(work.plan.experiment)", array,
                "--output=\(records.logs)/%A_%a.log",
            ] + options + [records.script]
        let task = [
            work.program, "run", "--plan", work.plan.path, "--selection", selection, "--first-task", "\(chunk.first)",
            "--runs-per-task", "\(runsPerTask)", "--requeues", "\(requeues)",
        ]
        return sbatch + task + work.arguments
    }

    func script(_ work: SubmittedWork) throws -> String {
        let records = SlurmRecords(work.plan)
        // Where there is no Slurm, a script can be looked at all the same.
        var (most, unknown) = (Self.usualTasks, "")
        do { most = try Self.mostTasks() } catch {
            unknown = "# Slurm here does not say how many tasks an array may have; as it comes, \(most)\n"
        }
        let chunks = chunks(work.missing.count, mostTasks: most)
        let commands = chunks.map { chunk in
            command(work, chunk, records, selection: records.nextSelection).map(ShellText.word)
                .joined(separator: " ")
        }
        let shown = commands.prefix(3).joined(separator: "\n")
        let more = commands.count > 3 ? "\n# and \(commands.count - 3) more arrays\n" : "\n"
        return "# \(records.script)\n\(SlurmRecords.script)\n# \(work.missing.count) runs to train\n"
            + unknown + shown + more
    }

    /// What Slurm comes with.
    private static let usualTasks = 1001

    /// Of an array; their numbers count from 0.
    private static func mostTasks() throws -> Int {
        let config = try SlurmCommand.output(["scontrol", "show", "config"])
        let line = config.split(separator: "\n").first { $0.hasPrefix("MaxArraySize") }
        return line?.split(separator: "=").last.flatMap { Int($0.filter { $0 != " " }) }.map { max(1, $0) }
            ?? usualTasks
    }

    func submit(_ work: SubmittedWork) throws -> String {
        let records = SlurmRecords(work.plan)
        // Before anything else: an unreachable controller is told before files are written.
        let most = try Self.mostTasks()
        let taken = try records.taken(of: work.plan)
        let missing = work.missing.filter { !taken.contains($0) }
        let waiting = taken.isEmpty ? "" : "; \(taken.count) are submitted already"
        guard !missing.isEmpty else { return "nothing to submit for \(work.plan.experiment)\(waiting)" }
        let selection = try records.begin(missing)
        var jobs: [String] = []
        for chunk in chunks(missing.count, mostTasks: most) {
            let said = try SlurmCommand.output(command(work, chunk, records, selection: selection))
            // NUMBER, or NUMBER;CLUSTER.
            let job = said.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ";").first.map(String.init)
            guard let job, Int(job) != nil else {
                throw DiagnosticError(Diagnostic("sbatch said '\(said)', which is no number of a job"))
            }
            try records.note(
                .init(
                    job: job, plan: FilePath.name(work.plan.path), selection: FilePath.name(selection),
                    first: chunk.first, tasks: chunk.tasks, runsPerTask: runsPerTask))
            jobs.append(job)
        }
        return "submitted \(missing.count) \(missing.count == 1 ? "run" : "runs") of \(work.plan.experiment) as "
            + "\(jobs.count == 1 ? "job" : "jobs") \(jobs.joined(separator: ", "))\(waiting)"
    }

    func wait(for plan: RunPlan, isInterrupted: () -> Bool, report: (String) -> Void) throws {
        let records = SlurmRecords(plan)
        var left: Int?
        var said = ""
        while !isInterrupted() {
            do {
                let now = try records.taken(of: plan).count
                if now != left { report("\(now) \(now == 1 ? "run" : "runs") of \(plan.experiment) left") }
                left = now
                if now == 0 { return }
            } catch {
                // A controller that is started again is not the end of what it controls.
                let message = error.diagnostics.first?.message ?? "\(error)"
                if message != said { report(message) }
                said = message
            }
            Thread.sleep(forTimeInterval: 2)
        }
    }
}
