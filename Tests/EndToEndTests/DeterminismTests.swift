import Foundation
import Testing

@Suite struct DeterminismTests {
    /// Everything that must not depend on how a run came about. `timing.csv` holds the clock.
    private func bytes(_ program: Program, _ results: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        let root = program.folder.appendingPathComponent(results)
        for name in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
            guard !name.hasSuffix("timing.csv") else { continue }
            let url = root.appendingPathComponent(name)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            files[name] = try Data(contentsOf: url)
        }
        return files
    }

    private func expectEqual(_ a: [String: Data], _ b: [String: Data]) {
        #expect(!a.isEmpty)
        #expect(a.keys.sorted() == b.keys.sorted())
        for (name, data) in a { #expect(b[name] == data, "\(name) differs") }
    }

    /// The files of a run of `text` in a folder of its own.
    private func results(_ text: String, threads: String) throws -> [String: Data] {
        let program = try Program()
        defer { program.remove() }
        try program.write(text, to: "small.yaml")
        let result = try program.run("run", "small.yaml", "--threads", threads)
        #expect(result.status == 0, "\(result.errors)")
        return try bytes(program, "results")
    }

    @Test func sameFileSameBytesWhateverTheThreads() throws {
        let one = try results(smallExperiment, threads: "1")
        expectEqual(one, try results(smallExperiment, threads: "2"))
        expectEqual(one, try results(smallExperiment, threads: "2"))
    }

    @Test func aRunDoesNotDependOnItsCompany() throws {
        let both = try results(smallExperiment, threads: "2")
        let alone = try results(smallExperiment.replacing("[1.0, 0.9]", with: "[0.9]"), threads: "2")
        let files = both.filter { $0.key.contains("0.9") }
        expectEqual(files, alone.filter { $0.key.contains("0.9") })
    }

    @Test func anInterruptedRunContinuesToTheSameBytes() throws {
        let program = try Program()
        defer { program.remove() }
        let long = smallExperiment.replacing("iterations: 60", with: "iterations: 60000")
            .replacing("every: 20", with: "every: 10000")
            .replacing("[1.0, 0.9]", with: "[0.9]")
        try program.write(long, to: "small.yaml")
        let whole = try results(long, threads: "2")

        let running = try program.start(["run", "small.yaml"])
        // The first evaluation is recorded at once; the run as a whole takes seconds.
        try program.wait { program.anyExists("results/small", "metrics.csv") }
        usleep(500_000)
        running.interrupt()
        let interrupted = try running.wait()
        #expect(interrupted.status == 130, "\(interrupted.errors)")
        #expect(try program.csv("results/small/runs.csv").contains { $0["status"] == "interrupted" })

        let rest = try program.run("run", "small.yaml")
        #expect(rest.status == 0, "\(rest.errors)")
        #expect(rest.errors.contains("continues at iteration"))
        expectEqual(whole, try bytes(program, "results"))
    }

    @Test func sideBySideGivesTheSameBytesAlsoWhenInterrupted() throws {
        let long = smallExperiment.replacing("iterations: 60", with: "iterations: 30000")
            .replacing("every: 20", with: "every: 10000")
        let whole = try results(long, threads: "2")
        let program = try Program()
        defer { program.remove() }
        try program.write(long, to: "small.yaml")
        let arguments = ["run", "small.yaml", "--threads", "2", "--jobs", "2"]
        let running = try program.start(arguments)
        let started = {
            let runs = (try? program.list("results/small")) ?? []
            return runs.count { program.exists("results/small/\($0)/metrics.csv") }
        }
        try program.wait { started() == 2 }
        usleep(50_000)
        running.interrupt()
        #expect(try running.wait().status == 130)
        #expect(try program.csv("results/small/runs.csv").map { $0["status"] } == ["interrupted", "interrupted"])

        let rest = try program.start(arguments).wait()
        #expect(rest.status == 0, "\(rest.errors)")
        expectEqual(whole, try bytes(program, "results"))
    }

    @Test(arguments: [
        ("0", "--jobs takes 1 or more."),
        ("3", "--jobs 3 needs as many threads, and there are 2: give --jobs 2, or --threads 3 as well."),
    ]) func jobsNeedThreads(jobs: String, message: String) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        let result = try program.run("run", "small.yaml", "--threads", "2", "--jobs", jobs)
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(!program.exists("results"))
    }

    @Test func aResolvedConfigurationIsTheSameRun() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        #expect(try program.run("run", "small.yaml").status == 0)
        let run = try #require(try program.list("results/small").first { $0.contains("0.9") })
        let config = "results/small/\(run)/config.yaml"
        #expect(try program.run("run", config, "--results", "again").status == 0)
        let again = try #require(try program.list("again/small").first { !$0.contains(".") || $0.contains("=") })
        #expect(
            try program.read("again/small/\(again)/metrics.csv") == program.read("results/small/\(run)/metrics.csv"))
    }
}
