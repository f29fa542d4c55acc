import Diagnostics
import Formats

extension Comparison {
    /// `width`: of the terminal in columns; only the table heeds it.
    public func text(_ format: ComparisonFormat, width: Int? = nil) -> String {
        switch format {
        case .csv: return csv.text
        case .json: return JSONRows.text(csv)
        case .html:
            let tables = [summary(.full).html(TableDocument.cell)] + (experimentSettings.map { [$0.html] } ?? [])
            return TableDocument.page("Comparison", tables, notes(.full))
        case .table:
            let (summary, detail) = fitting(width ?? .max)
            let (table, left) = summary.fitted(to: width)
            // What experiments are made of can be long, and CSV has it whole.
            let settings = experimentSettings.map { $0.text(width: width ?? Self.usualWidth) + "\n" } ?? ""
            return table.text(width: width) + "\n" + settings
                + notes(detail, noRoomFor: given(up: detail) + left, shown: Set(table.columns.map(\.title)))
                .map { LineBreaks.wrapped($0, 0, width) }.joined()
        case .markdown:
            let settings = experimentSettings.map { $0.markdown + "\n" } ?? ""
            return summary(.full).markdown + "\n" + settings + lines(notes(.full))
        }
    }

    /// The table with the most in it that fits into a terminal, or the one with the least.
    private func fitting(_ width: Int) -> (table: TextTable, detail: Detail) {
        for detail in Detail.allCases.dropLast() {
            let table = summary(detail)
            if table.width <= width { return (table, detail) }
        }
        return (summary(.least), .least)
    }

    /// For a page: the table with all it has for people, and what its columns mean.
    var page: (table: TextTable, notes: [String]) { (summary(.full), notes(.full)) }

    /// The same with short titles, for a page that has little room.
    var narrowPage: (table: TextTable, notes: [String]) { (summary(.shortTitles), notes(.shortTitles)) }

    private static let usualWidth = 100

    private func lines(_ notes: [String]) -> String { notes.map { $0 + "\n" }.joined() }

    /// What a table for people gives up, step by step, to fit into a terminal. CSV has it all.
    private enum Detail: Int, CaseIterable {
        case full, shortTitles, noLosses, noIntervals

        static let least = noIntervals

        func has(_ detail: Detail) -> Bool { rawValue < detail.rawValue }
    }

    /// What a table of this detail lacks.
    private func given(up detail: Detail) -> [String] {
        let losses = !chosen.isEmpty ? [] : shown.filter { $0.isLoss && $0 != sort }.map(\.title)
        let hasIntervals = groups.contains { $0.counted.count > 1 }
        return (detail.has(.noLosses) ? [] : losses)
            + (detail.has(.noIntervals) || !hasIntervals ? [] : ["intervals over seeds"])
    }

    /// Everything in full precision: means, the ends of their intervals, and counts.
    public var csv: CSVTable {
        if !chosen.isEmpty { return chosenTable }
        let metrics = ComparisonColumn.all(parameters: [], sampleMetrics: sampleMetrics).filter { column in
            groups.contains { column.estimate($0) != nil }
        }
        let settings = ["experiment"] + parameters + ["run", "runs", "finished", "status"]
        let measured = metrics.flatMap { [$0.name, "\($0.name)_seeds_low", "\($0.name)_seeds_high"] }
        var table = CSVTable(columns: settings + measured + ["verdict"])
        for group in groups {
            let numbers = metrics.flatMap { column -> [String] in
                guard let estimate = column.estimate(group) else { return ["", "", ""] }
                let interval = estimate.interval(within: column.limits)
                return [
                    NumberText.exact(estimate.mean), NumberText.exact(interval?.lower),
                    NumberText.exact(interval?.upper),
                ]
            }
            let settings = [group.experiment] + parameters.map { group.parameter($0) ?? "" }
            let runs = [
                group.runs.count == 1 ? group.runs[0].run : "", "\(group.runs.count)",
                "\(group.runs.count(where: \.isFinished))", Tally(group.runs.map(\.status)).text,
            ]
            table.append(settings + runs + numbers + [Tally(group.counted.map(\.verdict)).text])
        }
        return table
    }

    /// The columns that were asked for, in full precision.
    private var chosenTable: CSVTable {
        let isNumber = chosen.map { column in groups.contains { column.estimate($0) != nil } }
        var table = CSVTable(
            columns: zip(chosen, isNumber).flatMap { column, isNumber in
                isNumber ? [column.name, "\(column.name)_seeds_low", "\(column.name)_seeds_high"] : [column.name]
            })
        for group in groups {
            table.append(
                zip(chosen, isNumber).flatMap { column, isNumber -> [String] in
                    guard isNumber else { return [text(column, group)] }
                    let estimate = column.estimate(group)
                    let interval = estimate?.interval(within: column.limits)
                    return [estimate?.mean, interval?.lower, interval?.upper].map { NumberText.exact($0) }
                })
        }
        return table
    }

    /// The cell of a column that is no number.
    private func text(_ column: ComparisonColumn, _ group: ComparisonGroup) -> String {
        switch column {
        case .experiment: group.experiment
        case .parameter(let path): cell(path, group)
        case .runs: "\(group.runs.count)"
        case .status: Self.status(group)
        case .verdict: Tally(group.counted.map(\.verdict)).text
        case .tags, .note: column.written(group)
        default: ""
        }
    }

    private func chosenSummary(_ detail: Detail) -> TextTable {
        let marks = criticMarks
        let columns = chosen.map { column -> (TextTable.Column, (ComparisonGroup) -> String) in
            let isNumber = groups.contains { column.estimate($0) != nil }
            let titled = if case .parameter(let path) = column { Self.shortened([path])[0] } else { column.title }
            let isRight = isNumber || column == .runs
            return (
                .init(titled, isRight ? .right : .left),
                { isNumber ? cell($0, column, detail.has(.noIntervals), marks) : text(column, $0) }
            )
        }
        return TextTable(columns.map(\.0), rows: groups.map { group in columns.map { $0.1(group) } })
    }

    /// What a person needs to choose: rounded, and without columns in which nothing differs.
    private func summary(_ detail: Detail) -> TextTable {
        if !chosen.isEmpty { return chosenSummary(detail) }
        let paths = self.columns
        let hasExperiments = Set(groups.map(\.experiment)).count > 1
        let hasRepeats = groups.contains { $0.runs.count > 1 }
        let hasIncomplete = groups.contains { $0.runs.contains { !$0.isComplete || $0.isDeleted } }
        var columns: [(TextTable.Column, (ComparisonGroup) -> String)] = []
        if hasExperiments { columns.append((.init("experiment", rank: 2), { $0.experiment })) }
        let titles = detail.has(.shortTitles) ? paths : Self.shortened(paths)
        for (path, title) in zip(paths, titles) {
            let isNumeric = groups.allSatisfy { group in
                let cell = cell(path, group)
                return cell.isEmpty || Double(cell) != nil
            }
            columns.append((.init(title, isNumeric ? .right : .left, rank: 1), { cell(path, $0) }))
        }
        if !isTold(by: paths) || (parameters.isEmpty && !hasRepeats) {
            columns.append((.init("run", rank: 2), { $0.runs.count == 1 ? $0.runs[0].run : "" }))
        }
        if hasRepeats {
            columns.append(
                (
                    .init("seeds", .right, rank: 4),
                    { group in
                        let counted = group.counted.count
                        return counted == group.runs.count ? "\(counted)" : "\(counted) of \(group.runs.count)"
                    }
                ))
        }
        let marks = criticMarks
        for column in shown where detail.has(.noLosses) || !column.isLoss || column == sort {
            let hasInterval = detail.has(.noIntervals) && !column.isLoss
            let rank = column == sort ? 1 : Self.rank(column)
            columns.append((.init(column.title, .right, rank: rank), { cell($0, column, hasInterval, marks) }))
        }
        if hasIncomplete { columns.append((.init("status", rank: 3), Self.status)) }
        if groups.contains(where: { $0.runs.contains { !$0.verdict.isEmpty } }) {
            columns.append((.init("verdict"), { Tally($0.counted.map(\.verdict)).text }))
        }
        return TextTable(columns.map(\.0), rows: groups.map { group in columns.map { $0.1(group) } })
    }

    /// The higher, the sooner a table does without it.
    private static func rank(_ column: ComparisonColumn) -> Int {
        switch column {
        case .bound: 1
        case .evaluation(.accuracy): 2
        case .criticAccuracy: 3
        default: 5
        }
    }

    /// Whether experiment and settings tell the groups apart.
    private func isTold(by paths: [String]) -> Bool {
        Set(groups.map { group in [group.experiment] + paths.map { cell($0, group) } }).count == groups.count
    }

    /// Of each path its last keys, as few as no other path ends with; which of the two networks a bare "discriminator"
    /// is about, or what is "real", would be anybody's guess.
    static func shortened(_ paths: [String]) -> [String] {
        func tails(_ path: String) -> [String] {
            let parts = path.split(separator: ".")
            return parts.indices.reversed().map { parts[$0...].joined(separator: ".") }
        }
        let counts = Dictionary(paths.flatMap { path in tails(path).map { ($0, 1) } }, uniquingKeysWith: +)
        return paths.map { path in
            tails(path).first { !vague.contains($0) && counts[$0] == 1 } ?? path
        }
    }

    private static let vague: Set = ["generator", "discriminator", "real", "fake", "every"]

    private var shown: [ComparisonColumn] {
        var shown: [ComparisonColumn] = [.evaluation(.accuracy), .evaluation(.distance)]
        if hasCritic { shown.append(.criticAccuracy) }
        if groups.contains(where: { ComparisonColumn.bound.estimate($0) != nil }) { shown.append(.bound) }
        if groups.contains(where: { ComparisonColumn.modes.estimate($0) != nil }) { shown.append(.modes) }
        shown += [.evaluation(.discriminatorLoss), .evaluation(.generatorLoss)]
        let isNumber = groups.contains { sort.estimate($0) != nil }
        if isNumber, !shown.contains(sort) { shown.append(sort) }
        return shown
    }

    private var hasCritic: Bool { groups.contains { ComparisonColumn.criticAccuracy.estimate($0) != nil } }

    /// Where some runs are complete, the others remain to be named.
    private static func status(_ group: ComparisonGroup) -> String {
        let deleted = group.runs.count(where: \.isDeleted)
        let status = ended(group)
        guard deleted > 0 else { return status }
        return status + (deleted == group.runs.count ? ", deleted" : ", \(deleted) deleted")
    }

    private static func ended(_ group: ComparisonGroup) -> String {
        if let run = group.runs.first, group.runs.count == 1, run.status == RunResult.running {
            return "\(run.status): \(run.message)"
        }
        let others = group.runs.filter { !$0.isComplete }.map(\.status)
        guard !others.isEmpty, others.count < group.runs.count else { return Tally(group.runs.map(\.status)).text }
        return Tally(others).counted
    }

    private static let unlevelled = "~"

    private typealias CriticMark = (maker: String, mark: String)

    /// Critics that differ from the one that most runs had, each with the mark of its numbers.
    private var criticMarks: [CriticMark] {
        let makers = groups.flatMap(\.counted).compactMap(\.criticMaker)
        var counts: [(maker: String, count: Int)] = []
        for maker in makers {
            if let index = counts.firstIndex(where: { $0.maker == maker }) {
                counts[index].count += 1
            } else {
                counts.append((maker, 1))
            }
        }
        let most = counts.map(\.count).max() ?? 0
        guard let usual = counts.first(where: { $0.count == most })?.maker else { return [] }
        return counts.map(\.maker).filter { $0 != usual }.enumerated().map { index, maker in
            (maker, String(repeating: "*", count: index + 1))
        }
    }

    private func cell(
        _ group: ComparisonGroup, _ column: ComparisonColumn, _ hasInterval: Bool, _ criticMarks: [CriticMark]
    ) -> String {
        let text = Self.cell(column.estimate(group), column, hasInterval)
        guard column == .criticAccuracy else { return text }
        let makers = Set(group.counted.compactMap(\.criticMaker))
        let marks = criticMarks.filter { makers.contains($0.maker) }.map(\.mark)
        let isUnlevelled = group.counted.contains { $0.criticLevelled == false }
        return text + marks.joined(separator: " ") + (isUnlevelled ? Self.unlevelled : "")
    }

    /// Losses stand without their intervals, which would make the table too wide for a terminal; CSV has them.
    private static func cell(_ estimate: Estimate?, _ column: ComparisonColumn, _ hasInterval: Bool) -> String {
        let decimals = column == .settledAt || column == .iteration ? 0 : column == .modes ? 1 : 3
        guard let estimate else { return "-" }
        let mean = NumberText.rounded(estimate.mean, decimals: decimals)
        guard hasInterval, estimate.count > 1 else { return mean }
        func text(_ x: Double) -> String { NumberText.rounded(x, decimals: decimals) }
        if estimate.count == 2 { return "\(text(estimate.least)), \(text(estimate.largest))" }
        guard let interval = estimate.interval(within: column.limits), let margin = estimate.margin else { return mean }
        let isCut = interval.lower > estimate.mean - margin || interval.upper < estimate.mean + margin
        return isCut
            ? "\(mean) (\(text(interval.lower)) to \(text(interval.upper)))" : "\(mean) \u{B1} \(text(margin))"
    }

    /// - Parameters:
    ///   - left: what a terminal has no room for.
    ///   - titles: of the columns that are there; nil: all.
    private func notes(_ detail: Detail, noRoomFor left: [String] = [], shown titles: Set<String>? = nil) -> [String] {
        let titles = chosen.isEmpty ? titles : Set(chosen.map(\.title))
        func has(_ column: ComparisonColumn) -> Bool { titles?.contains(column.title) ?? true }
        var notes: [String] = []
        if !left.isEmpty { notes.append("No room for: \(left.joined(separator: ", ")). --format csv has all.") }
        if detail.has(.noIntervals) {
            if groups.contains(where: { $0.counted.count > 2 }) {
                notes.append(
                    "\u{B1}, or two ends: the 95 % interval of the mean over seeds, by Student's t, within what is possible."
                )
            }
            if groups.contains(where: { $0.counted.count == 2 }) { notes.append("Two numbers: those of two seeds.") }
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
        if groups.contains(where: { $0.runs.contains(where: \.isDeleted) }) {
            notes.append("deleted: in runs.csv, though the run's folder is gone; saddle run trains it again.")
        }
        if has(.evaluation(.distance)) { notes.append("distance: |accuracy - 0.5|, averaged run by run.") }
        if hasCritic, has(.criticAccuracy) {
            notes.append("critic: accuracy of a fresh critic on the final generator; 0.5 where it sees no difference.")
            notes += criticMarks.map { "\($0.mark) by another critic: \($0.maker)." }
            if groups.contains(where: { $0.counted.contains { $0.criticLevelled == false } }) {
                notes.append(
                    "\(Self.unlevelled): a critic whose updates ended before it levelled off; more could show more.")
            }
        }
        if shown.contains(.bound), has(.bound) {
            notes.append(
                "proved: the total variation distance between real and generated samples is at least this (95 % confidence)."
            )
        }
        if shown.contains(.modes), has(.modes) {
            notes.append("modes: of the mixture that the data are, those that the final generator makes.")
        }
        notes.append(
            sort == .evidence && !isDescending
                ? RunOrder.explanation
                : "Sorted by \(sort.name)\(isDescending ? ", largest first" : "").")
        if notShown > 0 { notes.append("\(notShown) more \(notShown == 1 ? "setting is" : "settings are") not shown.") }
        return notes
    }
}
