import Configuration
import Diagnostics
import Formats

/// What a setting does whatever the others are: for each of its values, means over all runs that have it.
extension Comparison {
    /// - Parameter key: a parameter, by its path or its last keys.
    /// - Throws: where there is no such parameter, or it is the same in all runs.
    public static func effects(of key: String, _ runs: [ComparedRun]) throws(Diagnostic) -> TableDocument {
        let results = runs.map(\.result)
        let names = ColumnNames(parameters: [], results, sampleMetrics: [])
        guard case .parameter(let path) = try names.column(key, "to group by") else {
            throw Diagnostic("'\(key)' is measured and not set", help: "give a key that the runs differ in")
        }
        let groups = byValue(of: path, runs)
        guard groups.count > 1, let first = groups.first else {
            throw Diagnostic("all runs have the same '\(path)'", help: "give a key that the runs differ in")
        }
        let measures: [ComparisonColumn] = [.bound, .criticAccuracy, .evaluation(.distance)].filter { column in
            groups.contains { column.estimate($0.group) != nil }
        }
        var heads: [TextTable.Column] = [.init(path), .init("runs", .right, rank: 3)]
        heads += measures.flatMap { [.init($0.title, .right), .init("change in \($0.title)", .right, rank: 2)] }
        var table = TextTable(heads + [.init("verdict", rank: 1)])
        var csv = CSVTable(
            columns: [path, "runs", "finished"]
                + measures.flatMap { column in
                    ["", "_change", "_change_low", "_change_high", "_change_pairs"].map { column.name + $0 }
                } + ["verdict"])
        for (value, group) in groups {
            var cells: [String] = []
            var exact: [String] = []
            for column in measures {
                let mean = column.estimate(group)?.mean
                let change = Estimate(changes(column, from: first.group, to: group, leavingOut: path))
                let interval = change?.interval(within: nil)
                let margin = change.flatMap { $0.count > 2 ? $0.margin : nil }
                cells += [
                    NumberText.rounded(mean),
                    value == first.value
                        ? ""
                        : NumberText.rounded(change?.mean) + (margin.map { " \u{B1} \(NumberText.rounded($0))" } ?? ""),
                ]
                exact += [
                    NumberText.exact(mean), NumberText.exact(change?.mean), NumberText.exact(interval?.lower),
                    NumberText.exact(interval?.upper), NumberText.exact(change?.count),
                ]
            }
            let verdicts = Tally(group.counted.map(\.verdict)).text
            table.append([value, "\(group.runs.count)"] + cells + [verdicts])
            csv.append([value, "\(group.runs.count)", "\(group.runs.count(where: \.isFinished))"] + exact + [verdicts])
        }
        return TableDocument(
            title: "By \(path)", table: table,
            notes: [
                "Means over all runs with the value, whatever their other settings.",
                "change: from \(path) = \(first.value), over runs that are alike in all else, the seed included; "
                    + "\u{B1}: the 95 % interval of the mean, by Student's t.",
            ], csv: csv)
    }

    private static func byValue(of path: String, _ runs: [ComparedRun]) -> [(value: String, group: ComparisonGroup)] {
        let grouped = Dictionary(grouping: runs) { $0.result.parameter(path) ?? "" }
        return grouped.keys.sorted { SortKey(text: $0) < SortKey(text: $1) }.map { value in
            let runs = grouped[value] ?? []
            return (value, ComparisonGroup(experiment: runs.first?.experiment ?? "", runs: runs.map(\.result)))
        }
    }

    /// Differences of runs that are alike in all parameters but one.
    private static func changes(
        _ column: ComparisonColumn, from first: ComparisonGroup, to other: ComparisonGroup, leavingOut path: String
    ) -> [Double] {
        func value(_ run: RunResult) -> Double? { column.estimate(.init(experiment: "", runs: [run]))?.mean }
        func key(_ run: RunResult) -> [String: String] { run.settings.filter { $0.key != path } }
        let baseline = Dictionary(
            first.runs.filter(\.isFinished).compactMap { run in value(run).map { (key(run), $0) } },
            uniquingKeysWith: { a, _ in a })
        return other.runs.filter(\.isFinished).compactMap { run in
            baseline[key(run)].flatMap { own in value(run).map { $0 - own } }
        }
    }
}
