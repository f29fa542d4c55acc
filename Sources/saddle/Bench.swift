import ArgumentParser
import Diagnostics
import Experiments

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Measure what an iteration of an experiment's first run costs, where its time goes, and the sweep's time."
    )

    @OptionGroup var experiment: SingleExperimentArguments

    @OptionGroup var workers: ThreadArguments

    @Option(help: "How long to measure.")
    var seconds = 10.0

    @Flag(help: "Print the figures for programs.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The program of another build: both take turns, and the ratio of their times is printed with its interval.",
            valueName: "program"), completion: .file())
    var compare: String?

    @Option(help: "Turns of each build.")
    var rounds = 5

    @Option(
        help: ArgumentHelp("Add a line with the date and the processor to this table.", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var csv: String?

    func validate() throws {
        if !(0...86400).contains(seconds) { throw ValidationError("--seconds takes 0 to 86400.") }
        if !(1...1000).contains(rounds) { throw ValidationError("--rounds takes 1 to 1000.") }
        if compare != nil, json { throw ValidationError("--json goes with one build; --csv takes the figures of two.") }
    }

    func run() throws {
        let table = try csv.map { try BenchmarkTable($0) }
        let prepared = try experiment.prepare()
        if let compare {
            let options = BuildComparison.Options(
                other: compare, rounds: rounds, threads: workers.count, seconds: seconds)
            let comparison = try BuildComparison.measure(
                experiment.file, overrides: experiment.overrides.overrides, options
            ) { round, own, other in
                Terminal.writeError(
                    "round \(round) of \(rounds): \(NumberText.brief(own, digits: 3)) ms, the other "
                        + "\(NumberText.brief(other, digits: 3)) ms\n")
            }
            try table?.add(comparison, experiment: prepared.name, threads: workers.count, other: compare)
            return try Terminal.write(comparison.text)
        }
        let options = Benchmark.Options(threads: workers.count, seconds: seconds)
        let report = try Benchmark.report(on: prepared, options)
        try table?.add(report)
        if json { return try Terminal.write(report.json() + "\n") }
        try Terminal.write(report.text(width: Terminal.widthOfOutput))
        try Terminal.write(TimeEstimate(prepared, threads: workers.count).text)
    }
}
