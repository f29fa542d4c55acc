import ArgumentParser
import Experiments

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check experiment files and show their runs, networks, memory and cost; nothing is trained.")

    @OptionGroup var experiments: ExperimentArguments

    @Flag(help: "Show every value of the first run, defaults filled in, as its config.yaml will have them.")
    var resolved = false

    @Flag(help: "Try a second's worth of iterations of each kind of network, and say how long all runs take.")
    var time = false

    @OptionGroup var workers: ThreadArguments

    func run() throws {
        for (index, experiment) in try experiments.prepare().enumerated() {
            var text = CheckText.text(experiment, width: Terminal.widthOfOutput)
            if resolved { text += CheckText.resolved(experiment) }
            if time { text += try TimeEstimate(experiment, threads: workers.count).text }
            try Terminal.write((index > 0 ? "\n" : "") + text)
        }
    }
}
