import Diagnostics

/// From a file to the runs it describes:
///
///     text -> nodes -> bases merged -> overrides set -> sweep expanded -> runs decoded and checked
public enum ExperimentFile {
    /// Runs are decoded until this many things are found wrong; nobody reads more.
    fileprivate static let enoughErrors = 100

    /// Throws everything that is wrong with the file, in one go. `overrides` are texts `key.path=value`.
    public static func load(path: String, overrides: [String] = [], vocabulary: Vocabulary) throws(DiagnosticError)
        -> Experiment
    {
        var findings = Findings()
        let file: Node
        do { file = try BaseFiles(vocabulary).load(path, &findings) } catch {
            findings.report(error)
            throw DiagnosticError(findings.sorted)
        }
        let (root, settings) = Overrides(overrides).apply(to: file, vocabulary, &findings)
        var loader = RunLoader(vocabulary: vocabulary, name: RunChecks.name(forFile: path), findings: findings)
        return try loader.experiment(root, settings)
    }
}

/// Expands the sweep of one file and decodes its runs.
private struct RunLoader {
    let vocabulary: Vocabulary
    /// For a file that gives no name.
    let name: String
    var findings: Findings

    mutating func experiment(_ root: Node, _ settings: [SettingPath]) throws(DiagnosticError) -> Experiment {
        let root = known(root)
        let base = root.removing(["extends", "sweep"])
        var axes: [Axis] = []
        // A sweep that cannot be expanded still gives one run, so that the rest of the file is looked at.
        var runs: [[Assignment]] = []
        let sweep = root.pair("sweep")
        if let sweep, !sweep.value.isNull {
            let exclusions: [Exclusion]
            var found = Findings()
            (axes, exclusions) = SweepReader.read(sweep.value, seed: seed(base), &found)
            findings.report(found.all)
            if !found.hasErrors {
                runs = SweepExpansion(axes, exclusions, at: sweep.keyLocation, &findings).runs
            }
        }
        warnOfSwept(settings, axes)
        let decoded = decode(runs.isEmpty ? [axes.flatMap { $0.choices[0] }] : runs, base)
        try findings.throwErrors()
        let unique = merged(decoded, sweep?.keyLocation)
        try findings.throwErrors()
        guard let first = unique.first else { throw DiagnosticError(findings.sorted) }
        return Experiment(
            name: first.spec.name, description: first.spec.description, runs: unique, warnings: findings.sorted)
    }

    /// The keys that a file may have; others are reported.
    private mutating func known(_ root: Node) -> Node {
        if root.pairs == nil {
            var fields = Fields(vocabulary)
            _ = fields.values(root, ExperimentSchema.file, owner: nil)
            findings.report(fields.findings.all)
            return Node(.invalid, at: root.location)
        }
        let (node, unknown) = root.corrected(to: ExperimentSchema.file)
        for pair in unknown {
            findings.report(Fields.unknownKey(pair.key, at: pair.keyLocation, ExperimentSchema.file, owner: nil))
        }
        return node
    }

    private func seed(_ base: Node) -> Int? {
        guard let node = base["seed"], !node.isNull else { return 1 }
        return node.scalar.flatMap { Scalars.integer($0.text) }.flatMap {
            ExperimentSchema.anySeed.contains($0) ? $0 : nil
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

    private mutating func decode(_ runs: [[Assignment]], _ base: Node) -> [Run] {
        let editor = NodeEditor(vocabulary: vocabulary)
        var fields = Fields(vocabulary)
        // What no run changes is decoded once.
        let swept = Set(runs.joined().map { $0.path.components[0] })
        var fixed: [String: Value] = [:]
        for key in ExperimentSchema.run.keys where !swept.contains(key.name) && base.pairs != nil {
            fixed[key.name] = fields.value(of: key, in: base, owner: nil)
        }
        var result: [Run] = []
        for assignments in runs where findings.errorCount + fields.findings.errorCount < ExperimentFile.enoughErrors {
            var node = base
            var made: [Assignment] = []
            for assignment in assignments {
                do {
                    node = try editor.set(assignment.path, to: assignment.value, in: node, ExperimentSchema.run)
                    made.append(assignment)
                } catch {
                    findings.report(error)
                }
            }
            Overwriting(editor: editor).check(made, in: node, &findings)
            guard let values = fields.values(node, ExperimentSchema.run, owner: nil, known: fixed) else { continue }
            let spec = RunSpec(values, name: name)
            let locations = Locations(node, vocabulary)
            RunChecks.check(spec, locations, &findings)
            let hash = CanonicalText.hash(spec)
            let parameters = assignments.map { Parameter(path: $0.path.text, text: $0.label) }
            let id = RunIdentifier.id(parameters, hash: hash)
            result.append(Run(id: id, hash: hash, parameters: parameters, spec: spec, locations: locations))
        }
        findings.report(fields.findings.all)
        return result
    }

    /// Each run once, and each id once.
    private mutating func merged(_ runs: [Run], _ location: Location?) -> [Run] {
        var specs: Set<RunSpec> = []
        var ids: Set<String> = []
        var unique: [Run] = []
        for run in runs where specs.insert(run.spec).inserted {
            if !ids.insert(run.id).inserted {
                findings.error(
                    "two runs of the sweep have the id '\(run.id)'", at: location, help: "give their values names")
            }
            unique.append(run)
        }
        if unique.count < runs.count {
            findings.warning(
                "\(runs.count - unique.count) of \(runs.count) runs say the same as others and are left out",
                at: location)
        }
        return unique
    }
}
