import ArgumentParser
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

    func validate() throws {
        if !(0...86400).contains(seconds) { throw ValidationError("--seconds takes 0 to 86400.") }
    }

    func run() throws {
        let options = Benchmark.Options(threads: workers.count, seconds: seconds)
        let report = try Benchmark.report(on: experiment.prepare(), options)
        try Terminal.write(json ? report.json() + "\n" : report.text(width: Terminal.widthOfOutput))
    }
}
