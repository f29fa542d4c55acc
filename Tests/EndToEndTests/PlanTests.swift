import Foundation
import Testing

/// `saddle run --plan`: a sweep in the hands of other programs.
@Suite struct PlanTests {
    @Test func anyoneCanTrainTheRunsOfAPlan() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        let written = try program.run("run", "small.yaml", "--plan-only")
        #expect(written.status == 0, "\(written.errors)")
        let plan = try #require(program.list("results/small/plans").first { $0.hasSuffix(".jsonl") }).description
        #expect(
            written.output == """
                small: 2 runs, 2 to train
                plan: results/small/plans/\(plan)
                train one: saddle run --plan results/small/plans/\(plan) --index 0

                """)
        let path = "results/small/plans/\(plan)"
        // Both at once, the second one by what a scheduler sets.
        let first = try program.start(["run", "--plan", path, "--index", "0"])
        let second = try program.start(["run", "--plan", path], environment: ["SLURM_ARRAY_TASK_ID": "1"])
        for result in [try first.wait(), try second.wait()] { #expect(result.status == 0, "\(result.errors)") }
        #expect(try program.csv("results/small/runs.csv").map { $0["status"] } == ["complete", "complete"])
        #expect(program.exists("results/small/report.html"))
        let table = try program.read("results/small/runs.csv")
        #expect(try program.run("run", "small.yaml", "--quiet").status == 0)
        #expect(try program.read("results/small/runs.csv") == table)
    }

    /// A node whose disk is full says so, and what it left is continued once there is room.
    @Test(.enabled(if: getuid() == 0, "only root can mount a small disk"))
    func aFullDiskIsSaid() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        let disk = program.folder.appendingPathComponent("results")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        func call(_ program: String, _ arguments: [String]) throws -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
        func mount(_ options: String) throws -> Bool {
            try call("/usr/bin/mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk.path])
        }
        // A container may forbid it.
        guard try mount("size=48k") else { return }
        defer { _ = try? call("/usr/bin/umount", ["-l", disk.path]) }
        _ = try program.run("run", "small.yaml", "--plan-only")
        let plan = try #require(program.list("results/small/plans").first { $0.hasSuffix(".jsonl") })
        let task = ["run", "--plan", "results/small/plans/\(plan)", "--index", "0"]
        let full = try program.start(task).wait()
        #expect(full.status == 1 && full.errors.contains("no space left on device"), "\(full.errors)")
        let status = try program.run("status").output
        #expect(!status.contains("1 done"), "\(status)")
        #expect(try call("/usr/bin/mount", ["-o", "remount,size=16m", disk.path]))
        let again = try program.start(task).wait()
        #expect(again.status == 0, "\(again.errors)")
        #expect(try program.run("status").output.contains("1 done"))
    }

    @Test(arguments: [
        (["run"], 2, "Missing expected argument '<files> ...'"),
        (["run", "--plan", "missing.jsonl", "--index", "0"], 1, "'missing.jsonl' is not a plan of runs"),
        (["run", "a.yaml", "--plan", "p"], 2, "--plan takes no experiment files"),
        (["run", "a.yaml", "--index", "1"], 2, "--index goes with --plan"),
    ])
    func whatDoesNotGoTogetherIsSaid(_ arguments: [String], _ status: Int32, _ message: String) throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.start(arguments).wait()
        #expect(result.status == status && result.errors.contains(message), "\(result.errors)")
    }
}
