import Foundation
import Testing

/// `--launcher slurm` against programs that stand in for Slurm's: they write down what they are asked. A real cluster
/// is in `Tests/Slurm`.
@Suite struct SlurmTests {
    /// - Parameters:
    ///   - sbatch: the body of the script; by default it numbers jobs from 101.
    ///   - squeue: what that prints.
    private func cluster(
        _ program: Program, mostTasks: Int = 1001,
        sbatch: String = "n=$(cat n 2>/dev/null || echo 100); n=$((n + 1)); echo $n > n; echo $n",
        squeue: String = ""
    ) throws -> [String: String] {
        let folder = program.folder.appendingPathComponent("slurm")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let scripts = [
            "sbatch": "for word; do printf '%s\\n' \"$word\" >> asked; done; echo . >> asked; \(sbatch)",
            "scontrol": "echo 'MaxArraySize            = \(mostTasks)'", "squeue": "printf '\(squeue)'",
            "scancel": "echo \"$@\" >> cancelled",
        ]
        for (name, body) in scripts {
            let path = folder.appendingPathComponent(name)
            try Data("#!/bin/sh\n\(body)\n".utf8).write(to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
        }
        return ["PATH": "\(folder.path):/usr/bin:/bin"]
    }

    private func asked(_ program: Program) throws -> [[String]] {
        try program.read("asked").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            .split(separator: ".").map(Array.init).filter { $0.count > 1 }
    }

    private static let sweep = smallExperiment.replacing("[1.0, 0.9]", with: "[1.0, 0.95, 0.9, 0.85, 0.8]")

    @Test func arraysHoldWhatIsMissing() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.sweep, to: "small.yaml")
        let environment = try cluster(program, mostTasks: 2)
        let options = "partition=a b,time=1:30:00,cpus-per-task=2,runs_per_task=2"
        let result = try program.start(
            ["run", "small.yaml", "--launcher", "slurm", "--slurm", options, "--array-limit", "7"],
            environment: environment
        ).wait()
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("submitted 5 runs of small as jobs 101, 102\n"))
        let calls = try asked(program)
        #expect(calls.count == 2)
        #expect(calls.map { $0.filter { $0.hasPrefix("--array") } } == [["--array=0-1%7"], ["--array=0-0%7"]])
        for (call, first) in zip(calls, ["0", "2"]) {
            #expect(call.contains("--partition=a b") && call.contains("--time=1:30:00"))
            #expect(call.contains("--cpus-per-task=2") && call.contains("--output=results/small/slurm/logs/%A_%a.log"))
            let script = try #require(call.firstIndex(of: "results/small/slurm/task.sh"))
            #expect(call[(script + 2)...].starts(with: ["run", "--plan"]))
            #expect(call[script...].contains("results/small/slurm/runs-1.txt"))
            #expect(try call[#require(call.firstIndex(of: "--first-task")) + 1] == first)
        }
        #expect(try program.read("results/small/slurm/task.sh") == "#!/bin/sh\nexec \"$@\"\n")

        // As a task would be started.
        let last = try #require(calls.last)
        let task = Array(last[(try #require(last.firstIndex(of: "results/small/slurm/task.sh")) + 2)...])
        let one = try program.start(
            task, environment: ["SLURM_JOB_ID": "103", "SLURM_ARRAY_TASK_ID": "0", "SLURM_CPUS_ON_NODE": "1"]
        ).wait()
        #expect(one.status == 0 && one.errors.contains("[5/5]"), "\(one.errors)")

        // Two tasks wait, one is done: two runs are in no job.
        _ = try cluster(program, squeue: "101 0 PENDING\\n999 1 RUNNING\\n")
        let again = try program.start(["run", "small.yaml", "--launcher", "slurm"], environment: environment).wait()
        #expect(again.output.contains("submitted 2 runs of small as job 103; 2 are submitted already\n"))
        #expect(try program.read("results/small/slurm/runs-2.txt") == "000000002\n000000003\n")
        let status = try program.start(["status", "results"], environment: environment).wait()
        #expect(status.output.contains("small: 5 runs: 1 done, 2 lost, 2 submitted\n"), "\(status.output)")
        #expect(status.output.contains("is gone and printed nothing"), "\(status.output)")
        // As where a node's processor is another one: run 2 is of the second task.
        try program.write("...\nsaddle: cannot execute: Exec format error\n", to: "results/small/slurm/logs/101_1.log")
        let told = try program.start(["status", "results"], environment: environment).wait()
        #expect(told.output.contains("the last that it said: saddle: cannot execute: Exec format error"))
        let cancelled = try program.start(["cancel", "results"], environment: environment).wait()
        #expect(cancelled.output == "small: 1 task cancelled\n")
        #expect(try program.read("cancelled") == "101\n")
    }

    @Test func aDryRunSubmitsNothing() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.sweep + "\nlauncher: {slurm: {partition: short, array_limit: 2}}\n", to: "small.yaml")
        let result = try program.start(
            ["run", "small.yaml", "--dry-run"], environment: cluster(program)
        ).wait()
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("exec \"$@\"") && result.output.contains("--partition=short"))
        #expect(result.output.contains("--array=0-4%2") && !program.exists("asked"))
        // The file's launcher is no part of the runs.
        let local = try program.start(["run", "small.yaml", "--launcher", "in_order", "--dry-run"]).wait()
        #expect(local.output.contains("train"), "\(local.errors)")
    }

    @Test(arguments: [
        ("exit 0", "sbatch said ''"),
        ("echo 'sbatch: error: invalid partition specified: nope' >&2; exit 1", "Slurm has no such partition"),
        (
            "echo 'sbatch: error: fetch_config: DNS SRV lookup failed' >&2; "
                + "echo 'sbatch: fatal: Could not establish a configuration source' >&2; exit 1",
            "Slurm's programs are here, and no configuration of a cluster"
        ),
        (
            "echo 'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)' >&2; "
                + "exit 1", "Slurm's controller cannot be reached"
        ),
        (
            "echo 'sbatch: error: Batch job submission failed: Job violates accounting/QOS policy' >&2; exit 1",
            "Slurm takes no more jobs now"
        ),
    ])
    func refusalsAreSaid(_ sbatch: String, _ message: String) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.sweep, to: "small.yaml")
        let result = try program.start(
            ["run", "small.yaml", "--launcher", "slurm"], environment: cluster(program, sbatch: sbatch)
        ).wait()
        #expect(result.status == 1 && result.errors.contains("error: \(message)"), "\(result.errors)")
    }

    @Test func aMachineWithoutSlurmSaysSo() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.sweep, to: "small.yaml")
        let result = try program.start(
            ["run", "small.yaml", "--launcher", "slurm"], environment: ["PATH": "/nowhere"]
        ).wait()
        #expect(result.status == 1 && result.errors.contains("on this machine: it has no Slurm"), "\(result.errors)")
    }

    @Test(arguments: [
        (["--slurm", "partitoin=x"], 1, "unknown key 'partitoin' in launcher 'slurm'"),
        (["--slurm", "partition"], 2, "--slurm takes key=value"),
        (["--launcher", "in_order", "--slurm", "time=1"], 2, "go with --launcher slurm"),
        (["--launcher", "slrum"], 2, "--launcher takes in_order or side_by_side or slurm"),
    ])
    func slipsAreSaid(_ arguments: [String], _ status: Int32, _ message: String) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.sweep, to: "small.yaml")
        let result = try program.start(["run", "small.yaml"] + arguments).wait()
        #expect(result.status == status && result.errors.contains(message), "\(result.errors)")
    }

    /// A task that is warned saves, and has itself requeued unless it was cancelled.
    @Test(arguments: [("RUNNING", "is requeued"), ("CANCELLED", "was cancelled")])
    func aWarnedTaskIsRequeued(_ state: String, _ said: String) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment.replacing("iterations: 60", with: "iterations: 500000"), to: "small.yaml")
        var environment = try cluster(program)
        try Data("#!/bin/sh\necho \"$@\" >> controlled; echo JobState=\(state)\n".utf8)
            .write(to: program.folder.appendingPathComponent("slurm/scontrol"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: program.folder.appendingPathComponent("slurm/scontrol").path)
        _ = try program.run("run", "small.yaml", "--plan-only")
        let plan = try #require(program.list("results/small/plans").first { $0.hasSuffix(".jsonl") })
        environment.merge(["SLURM_JOB_ID": "7", "SLURM_ARRAY_JOB_ID": "5", "SLURM_ARRAY_TASK_ID": "1"]) { $1 }
        let task = try program.start(
            ["run", "--plan", "results/small/plans/\(plan)", "--requeues", "3"], environment: environment)
        for _ in 0..<200 where !program.anyExists("results/small", "running.json.tmp") { usleep(50_000) }
        #expect(try program.run("status").output.contains("1 running"))
        task.signal(SIGUSR2)
        let result = try task.wait()
        #expect(result.status == 143 && result.errors.contains("job 5_1 \(said)"), "\(result.errors)")
        #expect(!program.anyExists("results/small", "running.json.tmp"))
        let asked = try program.read("controlled")
        #expect(asked.contains("requeue 5_1") == (state == "RUNNING"))
        let status = try program.run("status").output
        #expect(status.contains("1 interrupted") && status.contains("1 not begun"), "\(status)")
    }
}
