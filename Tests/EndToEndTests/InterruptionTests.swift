import Foundation
import Testing

@Suite struct InterruptionTests {
    /// One run that takes a minute or more.
    private static let long = smallExperiment.replacing("iterations: 60", with: "iterations: 10000000")
        .replacing("every: 20", with: "every: 10000000").replacing("[1.0, 0.9]", with: "[0.9]")

    /// Starts training, and ends it by a signal once it is under way.
    private func interrupt(
        _ program: Program, _ arguments: String..., signal: Int32 = SIGINT
    ) throws -> Program.Result {
        try program.write(Self.long, to: "long.yaml")
        let running = try program.start(["run", "long.yaml"] + arguments)
        let deadline = Date.now.addingTimeInterval(60)
        while Date.now < deadline, !program.anyExists("results/small", "metrics.csv") { usleep(20_000) }
        usleep(50_000)
        running.signal(signal)
        return try running.wait()
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalSavesTheRun(signal: Int32) throws {
        let program = try Program()
        defer { program.remove() }
        let result = try interrupt(program, signal: signal)
        #expect(result.status == 130, "\(result.errors)")
        #expect(result.output.contains("\nThe same command continues where this one was interrupted.\n"))
        #expect(try program.run("run", "--dry-run", "long.yaml").output.contains("continue"))
    }

    @Test func freshIsToBeLeftOutOfTheCommandThatContinues() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try interrupt(program, "--fresh")
        #expect(result.output.contains("The same command without --fresh continues"), "\(result.output)")
    }
}
