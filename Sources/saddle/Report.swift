import ArgumentParser
import Diagnostics
import Experiments

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge the generator of a finished run again by a fresh critic, and rewrite its report.",
        discussion: """
            The critic follows the run's own settings, or what is set here:
            saddle report RUN --set evaluation.critic.iterations=5000 \\
              --set 'evaluation.critic.layers=[flatten, dense: 512, relu, dense: 1]'
            """)

    @Argument(help: "The folder of a run: results/EXPERIMENT/RUN.", completion: .directory)
    var folder: String

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Set a key of evaluation.critic or evaluation.metrics; may be repeated.", valueName: "key.path=value"))
    var overrides: [String] = []

    @OptionGroup var workers: ThreadArguments

    func run() throws {
        let report = try RunReport(folder: folder, overrides: overrides)
        let (answer, path) = try report.write(threads: workers.count)
        try Terminal.write("\(answer)\n\n\(path)\n")
    }
}
