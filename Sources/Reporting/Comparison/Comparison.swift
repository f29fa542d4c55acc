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
        let results = runs.map { $0.result }
        let differing = Self.differing(results)
        parameters = differing
        sampleMetrics = SampleNumbers.names(results.lazy.map { $0.sampleMetrics })
        let names = ColumnNames(parameters: differing, results, sampleMetrics: sampleMetrics)
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
        let paths = RunsTable.parameterPaths(results)
        let places = Dictionary(zip(paths, paths.indices), uniquingKeysWith: { first, _ in first })
        var found = paths.map { _ in (first: "", count: 0, differs: false) }
        for result in results {
            for (index, parameter) in result.parameters.enumerated() {
                // Most runs have the same keys in the same order: a sweep may have a million.
                let isUsual = index < paths.count && paths[index] == parameter.path
                guard let place = isUsual ? index : places[parameter.path] else { continue }
                if found[place].count == 0 { found[place].first = parameter.text }
                found[place].count += 1
                guard !found[place].differs, found[place].first != parameter.text else { continue }
                found[place].differs = value(found[place].first) != value(parameter.text)
            }
        }
        return zip(paths, found).filter { path, known in
            path != "seed" && (known.differs || known.count < results.count)
        }.map(\.0)
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
        var values: [String: String] = [:]
        // Most texts are another run's, too.
        func known(_ text: String) -> String {
            if let value = values[text] { return value }
            let value = value(text)
            if values.count < 100_000 { values[text] = value }
            return value
        }
        for run in runs {
            let settings = run.result.settings
            let key = Key(experiment: run.experiment, values: parameters.map { settings[$0].map(known) })
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
