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
        let plan = try #require(program.list("results/small/plans").first).description
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
