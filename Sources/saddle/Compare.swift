import ArgumentParser
import Diagnostics
import Reporting

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare results: the parameters that differ beside the final metrics, best first.")

    @Argument(help: "Folders of experiments or runs, runs.csv or metrics.csv files.", completion: .directory)
    var paths: [String]

    @Option(help: "A column to sort by, by its title or its name in CSV; the distance from 0.5 without.")
    var sort: String?

    @Flag(help: "Largest first.")
    var descending = false

    @Option(help: "table, csv or markdown.")
    var format = ComparisonFormat.table

    func run() throws {
        let runs = try ComparisonSources.runs(at: paths)
        let comparison: Comparison
        do { comparison = try Comparison(runs, sort: sort, descending: descending) } catch {
            throw DiagnosticError([error])
        }
        try Terminal.write(comparison.text(format, width: Terminal.widthOfOutput))
    }
}

extension ComparisonFormat: ExpressibleByArgument {}
