import Diagnostics

/// From a file to the runs it describes:
///
///     text -> nodes -> bases merged -> overrides set -> sweep expanded -> runs decoded and checked
public enum ExperimentFile {
    /// Runs are decoded until this many things are found wrong; nobody reads more.
    fileprivate static let enoughErrors = 100

    /// The runs, and everything that was found: where any of it is an error, the runs are to be looked at and not to be
    /// trained. nil where the file holds no runs. `overrides` are texts `key.path=value`.
    public static func read(path: String, overrides: [String] = [], vocabulary: Vocabulary) -> (
        experiment: Experiment?, findings: [Diagnostic]
    ) {
        var findings = Findings()
        let paths: DataPaths
        do { paths = try DataPaths(file: path) } catch {
            findings.report(error.diagnostics)
            return (nil, findings.sorted)
        }
        let vocabulary = vocabulary.placed(paths)
        let file: Node
        do { file = try BaseFiles(vocabulary).load(path, &findings) } catch {
            findings.report(error)
            return (nil, findings.sorted)
        }
        let (root, settings) = Overrides(overrides).apply(to: file, vocabulary, &findings)
        var loader = RunLoader(vocabulary: vocabulary, name: RunChecks.name(forFile: path), findings: findings)
        let experiment = loader.experiment(root, settings)
        return (experiment, loader.findings.sorted)
    }

    /// The run of a resolved configuration, under the name and with the parameters that its sweep gave it.
    /// - Parameters:
    ///   - text: as `CanonicalText.yaml` writes it.
    ///   - path: what errors name.
    ///   - plan: the file that it comes from, and the folder that its paths are relative to, as `DataPaths.note` gave
    ///     it; nil: the one that the program is started in.
    public static func run(
        resolved text: String, path: String, id: String, parameters: [Parameter], swept: [String],
        plan: (path: String, folder: String?), vocabulary: Vocabulary
    ) throws(DiagnosticError) -> Run {
        var findings = Findings()
        let vocabulary =
            plan.folder.map { vocabulary.placed(DataPaths(source: path, plan: plan.path, folder: $0)) } ?? vocabulary
        let root: Node
        do { root = try NodeReader.read(SourceText(path: path, bytes: Array(text.utf8)), &findings) } catch {
            findings.report(error)
            throw DiagnosticError(findings.sorted)
        }
        var loader = RunLoader(vocabulary: vocabulary, name: "", findings: findings)
        let runs = loader.experiment(root, [])?.runs ?? []
        try loader.findings.throwErrors()
        guard runs.count == 1 else {
            throw DiagnosticError(
                Diagnostic(
                    "'\(path)' does not describe one run", help: "write the plan again: saddle run FILE --plan-only"))
        }
        return Run(
            id: id, hash: runs[0].hash, kind: nil, parameters: parameters, swept: swept, spec: runs[0].spec,
            locations: runs[0].locations, missing: runs[0].missing, magnitudes: runs[0].magnitudes)
    }

    /// Throws everything that is wrong with the file, in one go.
    public static func load(path: String, overrides: [String] = [], vocabulary: Vocabulary) throws(DiagnosticError)
        -> Experiment
    {
        let (experiment, findings) = read(path: path, overrides: overrides, vocabulary: vocabulary)
        guard let experiment, !findings.contains(where: { $0.severity == .error }) else {
            throw DiagnosticError(findings)
        }
        return experiment
    }
}

/// Expands the sweep of one file and decodes its runs.
private struct RunLoader {
    let vocabulary: Vocabulary
    /// For a file that gives no name.
    let name: String
    var findings: Findings

    /// nil where the file has no keys, or the sweep no runs.
    mutating func experiment(_ root: Node, _ settings: [SettingPath]) -> Experiment? {
        let root = known(root)
        guard root.pairs != nil else { return nil }
        let base = root.removing(["extends", "sweep", "launcher"])
        var axes: [Axis] = []
        // A sweep that cannot be expanded still gives one run, so that the rest of the file is looked at.
        var expansion: SweepExpansion?
        let sweep = root.pair("sweep")
        if let sweep, !sweep.value.isNull {
            let exclusions: [Exclusion]
            var found = Findings()
            (axes, exclusions) = SweepReader.read(sweep.value, seed: seed(base), vocabulary, &found)
            for path in axes.flatMap(\.paths) where vocabulary.run.key(path.components[0]) == nil {
                found.report(
                    Fields.unknownKey(
                        path.components[0], at: path.location(of: 0), vocabulary.run, owner: nil, vocabulary,
                        isOfPath: true))
            }
            findings.report(found.all)
            if !found.hasErrors {
                expansion = SweepExpansion(axes, exclusions, at: sweep.keyLocation, &findings)
            }
        }
        let launcher = launcher(root)
        warnOfSwept(settings, axes)
        if expansion?.runs.isEmpty ?? true { expansion = nil }
        let decoded = decode(expansion ?? SweepExpansion(firstOf: axes), base, given: given(settings, axes, root))
        // Runs that are wrong may be alike for that.
        let unique = findings.hasErrors ? decoded : merged(decoded, sweep?.keyLocation)
        guard let first = unique.first else { return nil }
        return Experiment(
            name: first.spec.name, description: first.spec.description, runs: Run.completed(unique),
            isSweep: unique.contains { !$0.swept.isEmpty }, launcher: launcher, warnings: findings.sorted)
    }

    /// The keys that a file may have; others are reported.
    private mutating func known(_ root: Node) -> Node {
        if root.pairs == nil {
            var fields = Fields(vocabulary)
            _ = fields.values(root, vocabulary.file, owner: nil)
            findings.report(fields.findings.all)
            return Node(.invalid, at: root.location)
        }
        let (mended, slips) = root.withoutSlips(vocabulary.file)
        findings.report(slips)
        let (node, unknown) = mended.corrected(to: vocabulary.file)
        for pair in unknown {
            findings.report(
                Fields.unknownKey(
                    pair.key, at: pair.keyLocation, vocabulary.file, owner: nil, vocabulary, value: pair.value))
        }
        return node
    }

    private mutating func launcher(_ root: Node) -> Choice? {
        guard let node = root["launcher"], !node.isNull else { return nil }
        var fields = Fields(vocabulary)
        defer { findings.report(fields.findings.all) }
        return fields.choice(node, .launchers)
    }

    private func seed(_ base: Node) -> Int? {
        guard let node = base["seed"], !node.isNull else { return 1 }
        return node.scalar.flatMap { Scalars.integer($0.text) }.flatMap {
            FieldRanges.anySeed.contains($0) ? $0 : nil
        }
    }

    private mutating func warnOfSwept(_ settings: [SettingPath], _ axes: [Axis]) {
        for axis in axes {
            for path in axis.paths where path.location.source.path != "--set" {
                for setting in settings where setting.text == path.text && setting.text != "seed" {
                    findings.warning(
                        "'\(setting.text)' is swept, so setting it has no effect", at: setting.location,
                        help: "set the sweep instead: sweep.grid.\(setting.text)=[...]")
                }
            }
        }
    }

    /// What `--set` gave that tells a run from others: not how it is called or kept, and not what the sweep varies.
    private func given(_ settings: [SettingPath], _ axes: [Axis], _ root: Node) -> [Parameter] {
        let swept = Set(axes.flatMap { $0.paths.map(\.text) })
        let locations = Locations(root, vocabulary)
        var seen: Set<String> = []
        return settings.filter { setting in
            !["name", "description", "output", "sweep", "launcher"].contains(setting.components[0])
                && !swept.contains(setting.text)
                && seen.insert(setting.text).inserted
        }.map { Parameter(path: $0.text, text: locations.node($0.text)?.label ?? "null") }
    }

    /// - Parameter given: by `--set`, to all runs.
    private mutating func decode(_ expansion: SweepExpansion, _ base: Node, given: [Parameter]) -> [Run] {
        var runs = SweptRuns(expansion, base, given: given, name: name, vocabulary)
        var result: [Run] = []
        result.reserveCapacity(expansion.runs.count)
        for run in expansion.runs
        where findings.errorCount + runs.fields.findings.errorCount < ExperimentFile.enoughErrors {
            result.append(runs.run(run, &findings))
        }
        findings.report(runs.fields.findings.all)
        return result
    }

    /// Numbers that stand there more than once.
    private static func repeated<Number: Comparable>(_ numbers: [Number]) -> [Number] {
        let sorted = numbers.sorted()
        return zip(sorted, sorted.dropFirst()).filter { $0 == $1 }.map(\.0)
    }

    /// Each run once, and each id once.
    private mutating func merged(_ runs: [Run], _ location: Location?) -> [Run] {
        // As nearly always: an id ends with what comes of the hash, so that few could be alike.
        if Self.repeated(runs.map(\.hash)).isEmpty {
            let tails = Set(Self.repeated(runs.map { StableHash.shortened($0.hash) }))
            let suspects = tails.isEmpty ? [] : runs.filter { tails.contains(StableHash.shortened($0.hash)) }
            if Set(suspects.map(\.id)).count == suspects.count { return runs }
        }
        var known: [UInt64: Run] = [:]
        var ids: Set<String> = []
        var unique: [Run] = []
        for run in runs {
            // Runs that say the same have the same hash.
            if let other = known.updateValue(run, forKey: run.hash), other.spec == run.spec { continue }
            if !ids.insert(run.id).inserted {
                findings.error(
                    "two runs of the sweep have the id '\(run.id)'", at: location, help: "give their values names")
            }
            unique.append(run)
        }
        if unique.count < runs.count {
            findings.warning(
                "\(runs.count - unique.count) of \(runs.count) runs say the same as others and are left out",
                at: location, help: "leave out the values that repeat")
        }
        return unique
    }
}
