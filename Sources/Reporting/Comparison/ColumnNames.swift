import Diagnostics

/// The columns of a comparison by the names that a person gives them: as in CSV, as over the table, or the last keys of
/// a parameter's path where no other ends with them.
struct ColumnNames {
    private let columns: [ComparisonColumn]
    private let paths: [String]

    /// - Parameter parameters: those that differ, which come first in what a message lists.
    init(parameters: [String], _ runs: [RunResult], sampleMetrics: [String]) {
        columns = ComparisonColumn.all(parameters: parameters, sampleMetrics: sampleMetrics)
        paths = RunsTable.parameterPaths(runs)
    }

    /// - Parameters:
    ///   - purpose: what it is wanted for: "to sort by".
    ///   - others: other names that would do.
    func column(_ name: String, _ purpose: String, or others: [String] = []) throws(Diagnostic) -> ComparisonColumn {
        if let column = columns.first(where: { $0.name == name }) ?? columns.first(where: { $0.title == name }) {
            return column
        }
        if paths.contains(name) { return .parameter(name) }
        let ending = paths.filter { $0.hasSuffix("." + name) }
        if ending.count == 1 { return .parameter(ending[0]) }
        if ending.count > 1 {
            throw Diagnostic("'\(name)' is the end of \(ending.joined(separator: " and "))", help: "give one of them")
        }
        let names = others + columns.map(\.name)
        let near = Similarity.nearest(to: name, in: names + columns.map(\.title) + paths)
        throw Diagnostic(
            "there is no column '\(name)' \(purpose)",
            help: near.map { "a column with a similar name exists: '\($0)'" }
                ?? "columns: \(names.joined(separator: ", "))")
    }
}
