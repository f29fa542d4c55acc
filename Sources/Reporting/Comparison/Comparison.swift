import Configuration
import Diagnostics
import Equilibrium

/// Runs side by side: the parameters that differ, and only those, beside what was measured at the end. Runs that
/// differ in nothing but the seed stand in one row.
public struct Comparison: Sendable {
    /// Paths of the parameters that differ, the seed left out.
    public let parameters: [String]
    public let groups: [ComparisonGroup]
    /// The sample metrics that any run has, by the names that `Metrics` gives them.
    let sampleMetrics: [String]
    /// The column that the groups are sorted by.
    let sort: ComparisonColumn
    /// Whether the largest come first.
    let isDescending: Bool
    /// The columns that were asked for; empty: the usual ones.
    let chosen: [ComparisonColumn]
    /// Groups behind the first that are not shown.
    let notShown: Int

    /// - Parameters:
    ///   - sort: the name or the title of a column, or "evidence"; nil for evidence: the order of `RunOrder`.
    ///   - chosen: names or titles of the columns to show; empty for the usual ones.
    ///   - top: groups to show, at most; nil: all.
    /// - Throws: where `sort` or `chosen` name what is no column.
    public init(
        _ runs: [ComparedRun], sort: String? = nil, descending: Bool = false, columns chosen: [String] = [],
        top: Int? = nil
    ) throws(Diagnostic) {
        let differing = Self.differing(runs.map(\.result))
        parameters = differing
        sampleMetrics = Metrics.columns.map(\.name).filter { name in
            runs.contains { $0.result.sampleMetrics[name] != nil }
        }
        let names = ColumnNames(parameters: differing, runs.map(\.result), sampleMetrics: sampleMetrics)
        let evidence = ComparisonColumn.evidence.name
        let found: ComparisonColumn =
            sort == nil || sort == evidence ? .evidence : try names.column(sort ?? "", "to sort by", or: [evidence])
        self.sort = found
        isDescending = descending
        self.chosen = try chosen.map { name throws(Diagnostic) in try names.column(name, "to show") }
        let sorted = Self.sorted(Self.grouped(runs, by: differing), by: found, descending: descending)
        groups = Array(sorted.prefix(top ?? .max))
        notShown = sorted.count - groups.count
    }

    /// Parameters that not all runs have with the same value, in the order in which runs first have them.
    private static func differing(_ results: [RunResult]) -> [String] {
        var values: [String: (first: String, count: Int, differs: Bool)] = [:]
        for result in results {
            for (path, text) in result.settings {
                let value = Self.value(text)
                guard let known = values[path] else {
                    values[path] = (value, 1, false)
                    continue
                }
                values[path] = (known.first, known.count + 1, known.differs || value != known.first)
            }
        }
        return RunsTable.parameterPaths(results).filter { path in
            guard path != "seed", let known = values[path] else { return false }
            return known.differs || known.count < results.count
        }
    }

    /// 1 and 1.0 are one value.
    private static func value(_ text: String) -> String { Double(text).map { "\($0)" } ?? text }

    /// Only runs with seeds that are known, and different, are repetitions of one another.
    private static func grouped(_ runs: [ComparedRun], by parameters: [String]) -> [ComparisonGroup] {
        struct Key: Hashable {
            let experiment: String
            let values: [String?]
        }
        var order: [(key: Key, seeds: Set<String>, runs: [RunResult])] = []
        var places: [Key: [Int]] = [:]
        for run in runs {
            let settings = run.result.settings
            let key = Key(experiment: run.experiment, values: parameters.map { settings[$0].map(value) })
            guard let seed = settings["seed"] else {
                order.append((key, [], [run.result]))
                continue
            }
            if let place = places[key]?.first(where: { !order[$0].seeds.contains(seed) }) {
                order[place].seeds.insert(seed)
                order[place].runs.append(run.result)
            } else {
                places[key, default: []].append(order.count)
                order.append((key, [seed], [run.result]))
            }
        }
        return order.map { ComparisonGroup(experiment: $0.key.experiment, runs: $0.runs) }
    }

    /// Groups without a finished run stand behind all others, and what has no value stands last.
    private static func sorted(_ groups: [ComparisonGroup], by column: ComparisonColumn, descending: Bool)
        -> [ComparisonGroup]
    {
        let keyed = groups.map { (group: $0, keys: column.keys($0)) }
        return keyed.enumerated().sorted { a, b in
            let (left, right) = (a.element, b.element)
            if left.group.hasFinished != right.group.hasFinished { return left.group.hasFinished }
            for (key, other) in zip(left.keys, right.keys) where key != other {
                if key == .nothing || other == .nothing { return other == .nothing }
                return (key < other) != descending
            }
            return a.offset < b.offset
        }.map(\.element.group)
    }
}
