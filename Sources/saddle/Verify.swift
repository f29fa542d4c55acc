import ArgumentParser
import Diagnostics
import Experiments

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check results: every file against what was written, tables, configurations and what does not belong.",
        discussion: """
            With --repeat the path is that of one run, which is trained again elsewhere: it must give the same bytes.
            """)

    @Argument(help: "A folder of results, of an experiment or of a run.", completion: .directory)
    var path: String

    @Flag(name: .customLong("repeat"), help: "Train the run again and compare the bytes.")
    var isRepeated = false

    @Option(help: "With --repeat, compare so many iterations from the beginning. All without.")
    var iterations: Int?

    @OptionGroup var workers: ThreadArguments

    func validate() throws {
        guard iterations == nil || isRepeated else { throw ValidationError("--iterations goes with --repeat.") }
        if let iterations, iterations < 1 { throw ValidationError("--iterations takes 1 or more.") }
    }

    func run() throws {
        let verification = try Verification(path)
        if verification.isSound, isRepeated {
            let differences = try Repetition(path, iterations: iterations, threads: workers.count).differences()
            for difference in differences { try Terminal.write("\(difference)\n") }
            guard differences.isEmpty else { throw ExitCode.failure }
            return try Terminal.write("The same bytes again.\n")
        }
        try Terminal.write(DisplayText.sanitizedLines(verification.text))
        if !verification.isSound { throw ExitCode.failure }
    }
}
