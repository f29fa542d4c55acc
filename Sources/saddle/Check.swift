import ArgumentParser
import Experiments

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check experiment files and show their runs, networks, memory and cost; nothing is trained.")

    @OptionGroup var experiments: ExperimentArguments

    func run() throws {
        for (index, experiment) in try experiments.prepare().enumerated() {
            let text = CheckText.text(experiment, width: Terminal.widthOfOutput)
            try Terminal.write((index > 0 ? "\n" : "") + text)
        }
    }
}
