import Configuration

/// Which settings stand where in a comparison for people. Those that vary within an experiment are columns. Those in
/// which whole experiments differ would make many, mostly empty: they have a table of their own, a column an
/// experiment.
extension Comparison {
    /// The settings that are columns: `parameters` that vary within an experiment. Where only some of its runs have a
    /// key, because it belongs to the entry that they chose, the entry stands for all of its keys.
    var columns: [String] {
        let experiments = experiments
        var seen = Set<String>()
        return varied(experiments).map { entry(holding: $0, experiments) ?? $0 }.filter { seen.insert($0).inserted }
    }

    /// A setting's value in a group: for an entry written out in keys its name; empty where the group has none.
    func cell(_ path: String, _ group: ComparisonGroup) -> String { group.parameter(path) ?? group.entry(path) ?? "" }

    /// The settings that are the same in all runs of an experiment and differ between experiments; nil where none are.
    var experimentSettings: TextTable? {
        let experiments = experiments
        let varied = Set(varied(experiments))
        let rows = parameters.filter { !varied.contains($0) }.map { path in
            [path] + experiments.map { $0.groups[0].parameter(path) ?? "-" }
        }
        guard !rows.isEmpty else { return nil }
        return TextTable([.init("setting")] + experiments.map { .init($0.name) }, rows: rows)
    }

    private typealias Experiment = (name: String, groups: [ComparisonGroup])

    /// In the order in which the groups first have them.
    private var experiments: [Experiment] {
        var indices: [String: Int] = [:]
        var found: [Experiment] = []
        for group in groups {
            if let index = indices[group.experiment] {
                found[index].groups.append(group)
            } else {
                indices[group.experiment] = found.count
                found.append((group.experiment, [group]))
            }
        }
        return found
    }

    private func varied(_ experiments: [Experiment]) -> [String] {
        parameters.filter { path in
            experiments.contains { experiment in
                let first = experiment.groups[0].parameter(path)
                return experiment.groups.contains { $0.parameter(path) != first }
            }
        }
    }

    /// The path of the entry that a key belongs to, such as generator.optimizer of generator.optimizer.adam.betas; nil
    /// for a key that each run of an experiment has or that none of them chose an entry for.
    private func entry(holding path: String, _ experiments: [Experiment]) -> String? {
        let parts = path.split(separator: ".")
        guard parts.count > 2, experiments.contains(where: { isInSome(path, $0.groups) }) else { return nil }
        let entry = parts.dropLast(2).joined(separator: ".")
        // A section that a run left out is no entry: its keys have defaults.
        guard ResolvedSettings.defaultText(path) == nil else { return nil }
        return groups.contains { !cell(entry, $0).isEmpty } ? entry : nil
    }

    private func isInSome(_ path: String, _ groups: [ComparisonGroup]) -> Bool {
        groups.contains { $0.parameter(path) != nil } && groups.contains { $0.parameter(path) == nil }
    }
}
