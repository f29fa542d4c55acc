import Diagnostics
import Formats

/// Every setting against that of one run: how much each number differs, whether seeds explain that, and whether it is
/// the same to within a margin.
extension Comparison {
    /// - Parameters:
    ///   - run: its id, or the end of it.
    ///   - margin: differences of less are none worth speaking of.
    /// - Throws: where no run, or several, are meant.
    public func against(baseline run: String, margin: Double) throws(Diagnostic) -> TableDocument {
        let place = try place(of: run)
        let baseline = groups[place]
        let measures = measured
        typealias Row = (group: ComparisonGroup, measure: ComparisonColumn, test: SeedTest?)
        let rows: [Row] = groups.indices.filter { $0 != place }.flatMap { index in
            measures.map { measure in
                (
                    groups[index], measure,
                    SeedTest(baseline.values(measure), groups[index].values(measure), margin: margin)
                )
            }
        }
        let tests = rows.compactMap(\.test)
        var different = SeedTest.holm(tests.map(\.pValue))[...]
        var equivalent = SeedTest.holm(tests.map(\.equivalencePValue))[...]

        let paths = columns
        let hasExperiments = Set(groups.map(\.experiment)).count > 1
        var heads: [TextTable.Column] = hasExperiments ? [.init("experiment", rank: 2)] : []
        heads += Self.shortened(paths).map { .init($0, rank: 1) }
        heads += [
            .init("measure"), .init("baseline", .right, rank: 3), .init("here", .right, rank: 3),
            .init("difference", .right), .init("95 % interval", rank: 4), .init("p", .right, rank: 2),
            .init("by", rank: 5), .init("finding"),
        ]
        var table = TextTable(heads)
        var csv = CSVTable(
            columns: (hasExperiments ? ["experiment"] : []) + paths
                + [
                    "measure", "baseline", "mean", "difference", "difference_low", "difference_high", "p_value",
                    "p_value_holm", "equivalence_p_value", "equivalence_p_value_holm", "test", "finding",
                ])
        for row in rows {
            let settings = (hasExperiments ? [row.group.experiment] : []) + paths.map { cell($0, row.group) }
            let (own, other) = (row.measure.estimate(baseline)?.mean, row.measure.estimate(row.group)?.mean)
            guard let test = row.test, let p = different.popFirst(), let q = equivalent.popFirst() else {
                let difference = own.flatMap { own in other.map { $0 - own } }
                table.append(
                    settings + [
                        row.measure.title, NumberText.rounded(own), NumberText.rounded(other),
                        NumberText.rounded(difference), "", "", "", "one run: no test",
                    ])
                csv.append(
                    settings + [
                        row.measure.name, NumberText.exact(own), NumberText.exact(other), NumberText.exact(difference),
                        "", "", "", "", "", "", "", "one run: no test",
                    ])
                continue
            }
            let finding = Self.finding(test, p, q, margin)
            let by =
                switch test.kind {
                case .paired(let seeds): "\(seeds) paired seeds"
                case .welch: "Welch"
                }
            table.append(
                settings + [
                    row.measure.title, NumberText.rounded(own), NumberText.rounded(other),
                    NumberText.rounded(test.difference),
                    "\(NumberText.rounded(test.interval.lower)) to \(NumberText.rounded(test.interval.upper))",
                    NumberText.brief(p, digits: 2), by, finding,
                ])
            csv.append(
                settings + [
                    row.measure.name, NumberText.exact(own), NumberText.exact(other), NumberText.exact(test.difference),
                    NumberText.exact(test.interval.lower), NumberText.exact(test.interval.upper),
                    NumberText.exact(test.pValue), NumberText.exact(p), NumberText.exact(test.equivalencePValue),
                    NumberText.exact(q), by, finding,
                ])
        }
        return TableDocument(
            title: "Against \(run)", table: table, notes: baselineNotes(baseline, run, margin, tests.count), csv: csv)
    }

    /// The numbers to compare: those that were asked for, else what the judges prove and the distance from 0.5.
    private var measured: [ComparisonColumn] {
        let wanted = chosen.isEmpty ? [.bound, .evaluation(.distance)] : chosen
        return wanted.filter { column in groups.contains { column.estimate($0) != nil } }
    }

    private func place(of run: String) throws(Diagnostic) -> Int {
        let all = groups.flatMap { group in group.runs.map(\.run) }
        let found = groups.indices.filter { index in
            groups[index].runs.contains { $0.run == run || $0.run.hasSuffix("-" + run) }
        }
        guard found.count < 2 else {
            throw Diagnostic("'\(run)' is a run of several experiments", help: "compare one experiment at a time")
        }
        if let place = found.first { return place }
        let near = Similarity.nearest(to: run, in: all)
        throw Diagnostic(
            "there is no run '\(run)' to compare with",
            help: near.map { "a run with a similar id exists: '\($0)'" }
                ?? "give a run's id, which is the name of its folder, or the eight letters at its end")
    }

    private static func finding(_ test: SeedTest, _ p: Double, _ q: Double, _ margin: Double) -> String {
        let word = test.difference > 0 ? "larger" : "smaller"
        let within = "within \(NumberText.brief(margin))"
        if p < 0.05 { return q < 0.05 ? "\(word), though \(within)" : word }
        return q < 0.05 ? "the same \(within)" : "cannot tell"
    }

    private func baselineNotes(_ baseline: ComparisonGroup, _ run: String, _ margin: Double, _ count: Int) -> [String] {
        let paths = columns
        let settings = zip(paths, Self.shortened(paths)).map { "\($1) = \(cell($0, baseline))" }.joined(separator: ", ")
        let first =
            "Baseline: \(settings.isEmpty ? run : settings), \(baseline.counted.count) "
            + "\(baseline.counted.count == 1 ? "run" : "runs")."
        guard count > 0 else { return [first] }
        return [
            first,
            "p: of no difference, corrected for \(count) \(count == 1 ? "test" : "tests") (Holm); seeds in common are "
                + "paired, else Welch's test.",
            "the same within \(NumberText.brief(margin)): two one-sided tests at 0.05, corrected likewise; --margin sets "
                + "it.",
        ]
    }
}

extension ComparisonGroup {
    /// Of each counted run that measured it.
    fileprivate func values(_ column: ComparisonColumn) -> [(seed: String?, value: Double)] {
        counted.compactMap { run in
            let value = column.estimate(.init(experiment: experiment, runs: [run]))?.mean
            return value.map { (run.parameter("seed"), $0) }
        }
    }
}
