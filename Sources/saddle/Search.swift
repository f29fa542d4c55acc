import ArgumentParser
import Diagnostics
import Experiments
import Foundation
import Reporting

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Look for the setting of a sweep that comes closest to equilibrium, without training all of it.",
        discussion: """
            Successive halving: all settings are trained for a few iterations, the best third for three times as many, and \
            so on; the last ones as long as the file says. Best is what the judges prove least of, as a mean over seeds. \
            Every run is an ordinary one, so the same command again continues where it was interrupted.
            """)

    @OptionGroup var file: SingleExperimentArguments

    @Option(help: ArgumentHelp("The folder for results.", valueName: "folder"))
    var results = "results"

    @Option(help: "One in so many settings goes on, and is trained so many times as long.")
    var eta = 3

    @Option(help: "Iterations of the first rung, at least. Default: a fiftieth of the file's, and 100 or more.")
    var least: Int?

    @OptionGroup var workers: ThreadArguments

    @Option(help: "Runs to train at a time; the results do not depend on it. Default: by their size, as saddle run.")
    var jobs: Int?

    @Flag(help: "Show the rungs, train nothing.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Print errors and the summary only.")
    var quiet = false

    func validate() throws {
        guard eta > 1 else { throw ValidationError("--eta takes 2 or more.") }
        if let least, least < 1 { throw ValidationError("--least takes 1 or more.") }
        if let jobs, jobs < 1 || jobs > workers.count { throw ValidationError("--jobs takes 1 to \(workers.count).") }
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let experiment = try file.prepare()
        let iterations = experiment.runs.map(\.spec.training.iterations).max() ?? 1
        let search = try Search(
            file: file.file, overrides: file.overrides.overrides, experiment: experiment,
            .init(eta: eta, least: least ?? max(min(100, iterations), iterations / 50)))
        try Terminal.write(Self.text(search.plan))
        guard !dryRun else { return }
        Interruption.listen()
        let display = ProgressDisplay(quiet: quiet)
        let options = Session.Options(results: results, threads: workers.count, jobs: jobs)
        var rung = 0
        let (outcomes, all) = try search.run(
            options, isInterrupted: { Interruption.isRequested },
            checkpointRequests: { Interruption.checkpointRequests }, report: display.show,
            rungDone: { result in
                display.finish()
                rung += 1
                try Terminal.write(Self.text(result, rung, of: search.plan.rungs.count))
            })
        display.finish()
        try Terminal.write(SessionSummary.text(outcomes, of: [all], options, width: Terminal.widthOfOutput))
        if Interruption.isRequested { throw ExitCode(Interruption.status) }
    }

    private static func text(_ plan: SuccessiveHalving) -> String {
        plan.rungs.enumerated().map { index, rung in
            "rung \(index + 1): \(rung.settings) \(rung.settings == 1 ? "setting" : "settings") for "
                + "\(NumberText.grouped(rung.iterations)) iterations\n"
        }.joined()
    }

    private static func text(_ result: Search.RungResult, _ number: Int, of count: Int) -> String {
        let shown = result.ranking.prefix(max(3, result.survivors))
        let lines = shown.enumerated().map { index, entry in
            "  \(index < result.survivors ? "goes on" : "       ")  \(NumberText.rounded(entry.bound))  "
                + "\(DisplayText.sanitized(entry.setting))\n"
        }
        let others = result.ranking.count - shown.count
        return "\nrung \(number) of \(count), \(NumberText.grouped(result.rung.iterations)) iterations, by the proved "
            + "distance:\n\n" + lines.joined() + (others > 0 ? "  and \(others) more\n" : "")
    }
}
