/// How a comparison is written.
public enum ComparisonFormat: String, CaseIterable, Sendable {
    case table, csv, markdown
}

extension Comparison {
    /// `width`: of the terminal in columns; only the table heeds it.
    public func text(_ format: ComparisonFormat, width: Int? = nil) -> String {
        switch format {
        case .csv: csv.text
        case .table: summary.text(width: width) + "\n" + notes.map { $0 + "\n" }.joined()
        case .markdown: summary.markdown + "\n" + notes.map { $0 + "\n" }.joined()
        }
    }

    /// Everything in full precision: means, the ends of their intervals, and counts.
    public var csv: CSVTable {
        let metrics = ComparisonColumn.all(parameters: [], sampleMetrics: sampleMetrics).filter { column in
            groups.contains { column.estimate($0) != nil }
        }
        var table = CSVTable(
            columns: ["experiment"] + parameters + ["run", "runs", "finished", "status"]
                + metrics.flatMap { [$0.name, "\($0.name)_seeds_low", "\($0.name)_seeds_high"] } + ["verdict"])
        for group in groups {
            let numbers = metrics.flatMap { column -> [String] in
                guard let estimate = column.estimate(group) else { return ["", "", ""] }
                return [
                    NumberText.exact(estimate.mean), NumberText.exact(estimate.margin.map { estimate.mean - $0 }),
                    NumberText.exact(estimate.margin.map { estimate.mean + $0 }),
                ]
            }
            table.append(
                [group.experiment] + parameters.map { group.parameter($0) ?? "" }
                    + [
                        group.runs.count == 1 ? group.runs[0].run : "", "\(group.runs.count)",
                        "\(group.runs.count(where: \.isFinished))", Tally(group.runs.map(\.status)).text,
                    ] + numbers + [Tally(group.counted.map(\.verdict)).text])
        }
        return table
    }

    /// What a person needs to choose: rounded, and without columns in which nothing differs.
    private var summary: TextTable {
        let hasExperiments = Set(groups.map(\.experiment)).count > 1
        let hasRepeats = groups.contains { $0.runs.count > 1 }
        let hasIncomplete = groups.contains { $0.runs.contains { !$0.isComplete } }
        var columns: [(TextTable.Column, (Group) -> String)] = []
        if hasExperiments { columns.append((.init("experiment"), { $0.experiment })) }
        for path in parameters {
            let isNumeric = groups.allSatisfy { $0.parameter(path).map { Double($0) != nil } ?? true }
            columns.append((.init(path, isNumeric ? .right : .left), { $0.parameter(path) ?? "" }))
        }
        if !isTold || (parameters.isEmpty && !hasRepeats) {
            columns.append((.init("run"), { $0.runs.count == 1 ? $0.runs[0].run : "" }))
        }
        if hasRepeats {
            columns.append(
                (
                    .init("seeds", .right),
                    { group in
                        let counted = group.counted.count
                        return counted == group.runs.count ? "\(counted)" : "\(counted) of \(group.runs.count)"
                    }
                ))
        }
        for column in shown {
            columns.append((.init(column.title, .right), { Self.cell(column.estimate($0), column) }))
        }
        if hasIncomplete { columns.append((.init("status"), Self.status)) }
        if groups.contains(where: { $0.runs.contains { !$0.verdict.isEmpty } }) {
            columns.append((.init("verdict"), { Tally($0.counted.map(\.verdict)).text }))
        }
        return TextTable(columns.map(\.0), rows: groups.map { group in columns.map { $0.1(group) } })
    }

    /// Whether experiment and parameters tell the groups apart.
    private var isTold: Bool {
        Set(groups.map { group in [group.experiment] + parameters.map { group.parameter($0) ?? "" } }).count
            == groups.count
    }

    private var shown: [ComparisonColumn] {
        var shown: [ComparisonColumn] = [.metric(.accuracy), .metric(.distance)]
        if hasCritic { shown.append(.criticAccuracy) }
        if hasModes { shown.append(.modes) }
        shown += [.metric(.discriminatorLoss), .metric(.generatorLoss)]
        let isNumber = groups.contains { sort.estimate($0) != nil }
        if isNumber, !shown.contains(sort) { shown.append(sort) }
        return shown
    }

    private var hasModes: Bool { sampleMetrics.contains(ComparisonColumn.modes.name) }

    private var hasCritic: Bool { groups.contains { ComparisonColumn.criticAccuracy.estimate($0) != nil } }

    /// Where some runs are complete, the others remain to be named.
    private static func status(_ group: Group) -> String {
        let others = group.runs.filter { !$0.isComplete }.map(\.status)
        guard !others.isEmpty, others.count < group.runs.count else { return Tally(group.runs.map(\.status)).text }
        return Tally(others).counted
    }

    /// Losses stand without their intervals, which would make the table too wide for a terminal; CSV has them.
    private static func cell(_ estimate: Estimate?, _ column: ComparisonColumn) -> String {
        let decimals = column == .settledAt || column == .iteration ? 0 : column == .modes ? 1 : 3
        guard let estimate else { return "-" }
        let mean = NumberText.rounded(estimate.mean, decimals: decimals)
        guard let margin = estimate.margin, column != .metric(.discriminatorLoss), column != .metric(.generatorLoss)
        else { return mean }
        return "\(mean) \u{B1} \(NumberText.rounded(margin, decimals: decimals))"
    }

    private var notes: [String] {
        var notes: [String] = []
        if groups.contains(where: { $0.runs.count > 1 }) {
            notes.append("\u{B1}: half of the 95 % interval of the mean over seeds, by Student's t.")
        }
        if groups.contains(where: { $0.hasFinished && $0.counted.count < $0.runs.count }) {
            notes.append("Means are over runs that finished.")
        }
        if groups.contains(where: { !$0.hasFinished }) {
            notes.append("Rows without a finished run show their last measurements and come last.")
        }
        if groups.contains(where: { $0.runs.contains { $0.isFinished && !$0.isComplete } }) {
            notes.append("stopped: measured where training.stop ended the run, which may be why its distance is small.")
        }
        notes.append("distance: |accuracy - 0.5|, averaged run by run.")
        if hasCritic {
            notes.append("critic: accuracy of a fresh critic on the final generator; 0.5 where it sees no difference.")
        }
        if hasModes { notes.append("modes: of the mixture that the data are, those that the final generator makes.") }
        notes.append(
            sort == .metric(.distance)
                ? "\(isDescending ? "Farthest from" : "Closest to") 0.5 first."
                : "Sorted by \(sort.name)\(isDescending ? ", largest first" : "").")
        return notes
    }
}
