import Foundation
import Testing

@Suite struct InterruptionTests {
    /// One run that takes longer than anyone waits.
    private static let long = smallExperiment.replacing("iterations: 60", with: "iterations: 1000000")
        .replacing("every: 20", with: "every: 1000000").replacing("[1.0, 0.9]", with: "[0.9]")

    /// Starts training and sends signals once it is under way.
    private func interrupt(
        _ program: Program, _ arguments: String = "", signals: [Int32] = [SIGINT]
    ) throws -> Program.Result {
        try program.write(Self.long, to: "long.yaml")
        let running = try program.start(shell: "exec $SADDLE run long.yaml \(arguments)")
        try program.wait { program.anyExists("results/small", "metrics.csv") }
        usleep(50_000)
        for signal in signals { running.signal(signal) }
        return try running.wait()
    }

    /// A terminal that is closed may hang up twice.
    @Test(arguments: [[SIGINT], [SIGTERM], [SIGHUP, SIGHUP]]) func aSignalSavesTheRun(signals: [Int32]) throws {
        let program = try Program()
        defer { program.remove() }
        let result = try interrupt(program, signals: signals)
        #expect(result.status == (signals[0] == SIGINT ? 130 : 143), "\(result.errors)")
        #expect(result.output.contains("\nInterrupted, with 1 run to go. The same command continues.\n"))
        #expect(try program.run("run", "--dry-run", "long.yaml").output.contains("continue"))
    }

    /// As nohup starts it.
    @Test func whoeverIgnoresHangUpsIsLeftAlone() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.long.replacing("1000000", with: "60000"), to: "short.yaml")
        let running = try program.start(shell: "trap '' HUP; exec $SADDLE run short.yaml")
        try program.wait { program.anyExists("results/small", "metrics.csv") }
        running.signal(SIGHUP)
        #expect(try running.wait().status == 0)
    }

    @Test(arguments: ["> /dev/full 2>&1", "2>&1 | true"]) func aLogThatCannotBeWrittenStopsNoRun(log: String) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        _ = try program.start(shell: "$SADDLE run small.yaml \(log)").wait()
        #expect(try program.csv("results/small/runs.csv").map { $0["status"] } == ["complete", "complete"])
    }

    @Test func runsLeftBehindAJudgementAreTold() throws {
        let program = try Program()
        defer { program.remove() }
        let judged = smallExperiment.replacing("[1.0, 0.9]", with: "[1.0, 0.9, 0.8, 0.7]")
        try program.write(judged, to: "judged.yaml")
        // As below: a critic that has not levelled off before the signal comes.
        let critic = ["--set", "evaluation.critic.iterations=1000000", "--set", "evaluation.critic.batch_size=1024"]
        let running = try program.start(["run", "judged.yaml"] + critic)
        try program.wait {
            program.anyExists("results/small", "accuracy.png")
                || program.anyExists("results/small", "checkpoints/iteration-60.safetensors")
        }
        running.signal(SIGINT)
        let result = try running.wait()
        #expect(result.status == 130, "\(result.errors)")
        // A critic at work is not waited for.
        #expect(
            result.output.contains("to go. The same command continues.")
                || result.errors.contains("the same command continues from the last checkpoints"), "\(result)")
        let rest = try program.start(["run", "judged.yaml", "--dry-run"] + critic).wait()
        #expect(rest.status == 0 && rest.output.contains("continue"), "\(rest)")
    }

    /// `saddle status` says what is left of each run of a sweep, those that were not begun among them.
    @Test func statusSaysWhatIsLeft() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment.replacing("[1.0, 0.9]", with: "[1.0, 0.9, 0.8]"), to: "judged.yaml")
        // A run of a single call, beside the sweep that comes next.
        let single = smallExperiment.replacing("samples: 100", with: "samples: 120")
            .split(separator: "sweep:")[0]
        try program.write(String(single), to: "single.yaml")
        #expect(try program.run("run", "single.yaml", "--quiet").status == 0)
        let running = try program.start([
            "run", "judged.yaml", "--jobs", "1", "--set", "evaluation.critic.iterations=1000000", "--set",
            "evaluation.critic.batch_size=1024",
        ])
        func isJudged() throws -> Bool {
            for run in try program.list("results/small") where run.hasPrefix("label_smoothing") {
                let pulse = "results/small/\(run)/running.json.tmp"
                if program.exists(pulse), try program.read(pulse).contains(#""isJudging":true"#) { return true }
            }
            return false
        }
        try program.wait(until: isJudged)
        let during = try program.run("status").output
        #expect(during.contains("small: 3 runs: 1 running, 2 not begun\n  beside this sweep: 1 done\n"), "\(during)")
        #expect(during.contains("60 of 60, being judged"), "\(during)")
        running.signal(SIGINT)
        #expect(try running.wait().status == 130)
        let after = try program.run("status").output
        #expect(after.contains("small: 3 runs: 1 interrupted, 2 not begun\n"), "\(after)")
        #expect(
            after.contains("trained to its end, at iteration 60, and not judged yet: the same saddle run judges it\n"),
            "\(after)")
        #expect(try program.run("run", "judged.yaml", "--quiet").status == 0)
        #expect(try program.run("verify", "results").status == 0)
    }

    /// Whatever ends a program without asking it leaves a run that is lost.
    @Test func whatIsKilledIsLost() throws {
        let program = try Program()
        defer { program.remove() }
        let killed = try interrupt(program, signals: [SIGKILL])
        #expect(killed.status == SIGKILL)
        let status = try program.run("status").output
        #expect(status.contains("small: 1 run: 1 lost\n"), "\(status)")
    }

    /// A critic of many updates, at which the program is when the signal comes.
    @Test(arguments: [SIGINT, SIGTERM]) func aCriticAtWorkIsNotWaitedFor(signal: Int32) throws {
        let program = try Program()
        defer { program.remove() }
        let text = smallExperiment.replacing("[1.0, 0.9]", with: "[0.9]")
        try program.write(text, to: "judged.yaml")
        // Large batches, so that it has not levelled off before the signal comes where other tests are at work.
        let running = try program.start([
            "run", "judged.yaml", "--set", "evaluation.critic.iterations=1000000", "--set",
            "evaluation.critic.batch_size=1024",
        ])
        try program.wait { program.anyExists("results/small", "checkpoints/iteration-60.safetensors") }
        usleep(100_000)
        let sent = ContinuousClock.now
        running.signal(signal)
        let result = try running.wait()
        // Two seconds, and some more where much else is at work; the critic itself would take minutes.
        #expect(ContinuousClock.now - sent < .seconds(10))
        #expect(result.status == (signal == SIGINT ? 130 : 143))
        #expect(result.errors.contains("the same command continues from the last checkpoints"), "\(result)")
    }

    @Test func aCheckpointIsWrittenWhenAsked() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.long, to: "long.yaml")
        let running = try program.start(["run", "long.yaml"])
        func checkpoints() -> [String] {
            let runs = (try? program.list("results/small").filter { $0.contains("=") || $0.hasPrefix("run-") }) ?? []
            return runs.flatMap { (try? program.list("results/small/\($0)/checkpoints")) ?? [] }
        }
        try program.wait { program.anyExists("results/small", "metrics.csv") }
        usleep(100_000)
        #expect(checkpoints().isEmpty)
        running.signal(SIGUSR1)
        try program.wait { checkpoints().contains { $0.hasSuffix(".safetensors") } }
        running.signal(SIGKILL)
        _ = try running.wait()
        #expect(try program.run("run", "--dry-run", "long.yaml").output.contains("continue"))
    }

    @Test func freshIsToBeLeftOutOfTheCommandThatContinues() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try interrupt(program, "--fresh")
        #expect(result.output.contains("The same command without --fresh continues"), "\(result.output)")
    }
}
