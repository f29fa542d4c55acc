import ArgumentParser
import Diagnostics
import Experiments
import Reporting

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare results: the parameters that differ beside the final metrics, best first.")

    @Argument(help: "Folders of experiments or runs, runs.csv or metrics.csv files.", completion: .directory)
    var paths: [String]

    @Option(help: "A column to sort by, by its title or its name in CSV; what the judges prove without.")
    var sort: String?

    @Flag(help: "Largest first.")
    var descending = false

    @Option(
        help: ArgumentHelp(
            "Columns to show, with commas between: names as in CSV, or the last keys of a setting.", valueName: "names")
    )
    var columns: String?

    @Option(
        name: .customLong("where"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only runs that meet this, such as noise.dimension=16, seed=1,2, verdict!=diverged or accuracy<0.6; may be "
                + "repeated.", valueName: "condition"))
    var conditions: [String] = []

    @Option(help: ArgumentHelp("Only the first so many settings.", valueName: "count"))
    var top: Int?

    @Option(
        help: ArgumentHelp("What this setting does whatever the others are, value by value.", valueName: "key"))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "Every setting against that of this run, by its id or the eight letters at its end: differences with tests "
                + "over seeds.", valueName: "run"))
    var baseline: String?

    @Option(help: "With --baseline: differences of less are none worth speaking of.")
    var margin = 0.05

    @Option(help: "\(ComparisonFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = ComparisonFormat.table

    func validate() throws {
        if let top, top < 1 { throw ValidationError("--top takes 1 or more.") }
        guard by == nil || baseline == nil else { throw ValidationError("--by and --baseline are two questions.") }
        guard margin > 0, margin.isFinite else { throw ValidationError("--margin takes a number above 0.") }
    }

    func run() throws {
        let runs = try ComparisonSources.runs(at: paths, progress: RunUnderWay.progress(in:))
        let text: String
        do { text = try self.text(runs) } catch { throw DiagnosticError([error]) }
        try Terminal.write(text)
    }

    private func text(_ runs: [ComparedRun]) throws(Diagnostic) -> String {
        let width = Terminal.widthOfOutput
        let selected = try Comparison.select(runs, conditions)
        if let by { return try Comparison.effects(of: by, selected).text(format, width: width) }
        let names = columns?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        let comparison = try Comparison(selected, sort: sort, descending: descending, columns: names, top: top)
        guard let baseline else { return comparison.text(format, width: width) }
        return try comparison.against(baseline: baseline, margin: margin).text(format, width: width)
    }
}

extension ComparisonFormat: ExpressibleByArgument {}
