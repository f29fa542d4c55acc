import Diagnostics

/// Reads the `sweep` section into axes and exclusions. Knows the parts' forms, not what the paths in them mean; but
/// what stands beside the parts is told by what it may have been meant for.
struct SweepReader {
    /// Of the file.
    private let vocabulary: Vocabulary
    var findings = Findings()
    private var axes: [Axis] = []
    private var exclusions: [Exclusion] = []
    private var swept: [String: Location] = [:]

    /// `seed`: the seed that a count of seeds starts from; nil where it is wrong and reported elsewhere.
    static func read(
        _ sweep: Node, seed: Int?, _ vocabulary: Vocabulary, _ findings: inout Findings
    ) -> (axes: [Axis], exclusions: [Exclusion]) {
        var reader = SweepReader(vocabulary: vocabulary)
        reader.read(sweep, seed: seed)
        findings.report(reader.findings.all)
        return (reader.axes, reader.exclusions)
    }

    private mutating func read(_ sweep: Node, seed: Int?) {
        if case .invalid = sweep.content { return }
        guard let pairs = sweep.pairs else {
            let keys = SweepSchema.sweep.keys.map(\.name).joined(separator: ", ")
            findings.error(
                "expected the keys of 'sweep', found \(sweep.phrase)", at: sweep.location, help: "its keys: \(keys)")
            return
        }
        for pair in pairs where !pair.value.isNull {
            switch pair.key {
            case "grid": grid(pair.value).forEach { add($0) }
            case "zip": zipped(pair.value).map { add($0) }
            case "list": list(pair.value).map { add($0) }
            case "random": random(pair.value).map { add($0) }
            case "seeds", "exclude": break
            default: findings.report(unknownPart(pair))
            }
        }
        // Repeats of a run stand together, so seeds vary fastest wherever they are written.
        if let node = sweep["seeds"], !node.isNull { seeds(node, from: seed).map { add($0) } }
        if let node = sweep["exclude"], !node.isNull { exclude(node) }
        if swept.count > SweepSchema.maximumPaths { tooManyPaths(at: sweep.location) }
    }

    /// A key that stands where only parts do: a part with a slip in its name, or what was to be varied.
    private func unknownPart(_ pair: Node.Pair) -> Diagnostic {
        let unknown = Fields.unknownKey(
            pair.key, at: pair.keyLocation, SweepSchema.sweep, owner: "'sweep'", Vocabulary([:]))
        func meantForGrid(_ path: String, _ help: String? = nil) -> Diagnostic {
            let parts = "keys that are varied stand in one of its parts: sweep: {grid: {\(path): [...]}}"
            return Diagnostic(
                unknown.message, at: pair.keyLocation, help: [help, parts].compactMap { $0 }.joined(separator: "\n"))
        }
        if let dot = pair.key.firstIndex(of: ".") {
            let section = Similarity.nearest(to: String(pair.key[..<dot]), in: vocabulary.run.keys.map(\.name))
            return meantForGrid((section ?? String(pair.key[..<dot])) + pair.key[dot...])
        }
        let isList = pair.value.items != nil
        if isList, ExperimentSchema.run.key(pair.key) != nil { return meantForGrid(pair.key) }
        let parts = SweepSchema.sweep.keys.map(\.name)
        if Similarity.nearest(to: pair.key, in: parts) != nil { return unknown }
        let common = CommonKeys.named(pair.key, inEntry: false)
        if let common, common.isOfSweep {
            return Diagnostic(unknown.message, at: pair.keyLocation, help: common.help(value: pair.value.scalar?.text))
        }
        guard isList || pair.value.pairs != nil else { return unknown }
        let names = vocabulary.run.keys.map(\.name)
        let places = vocabulary.keyPlaces
        let help = Fields.unknownKey(
            pair.key, at: pair.keyLocation, vocabulary.run, owner: nil, vocabulary, isOfPath: true
        ).help
        if let near = Similarity.nearest(to: pair.key, in: names) { return meantForGrid(near, help) }
        let key = common == nil ? Similarity.nearest(to: pair.key, in: places.flatMap(\.names)) ?? pair.key : pair.key
        if let place = places.holding(key, below: vocabulary.run.name)?.first {
            return meantForGrid("\(place).\(key)", help)
        }
        guard let common else { return unknown }
        if let place = common.place(vocabulary) { return meantForGrid(place.path, help) }
        return Diagnostic(unknown.message, at: pair.keyLocation, help: help)
    }

    private mutating func tooManyPaths(at location: Location) {
        findings.error(
            "more than \(SweepSchema.maximumPaths) keys are swept", at: location,
            help: "sweep \(SweepSchema.maximumPaths) keys or fewer; sweep.list sets many keys of a run together")
    }

    private mutating func add(_ axis: Axis) {
        for path in axis.paths {
            if let first = swept[path.text] {
                findings.error(
                    "'\(path.text)' is swept twice, first on line \(first.line)", at: path.location,
                    help: "leave one of them out")
            }
            swept[path.text] = path.location
        }
        if !axis.choices.isEmpty { axes.append(axis) }
    }

    // MARK: The parts

    private mutating func grid(_ node: Node) -> [Axis] {
        columns(node, of: "grid").map { path, values in Axis(choices: values.map { [$0] }) }
    }

    private mutating func zipped(_ node: Node) -> Axis? {
        let columns = columns(node, of: "zip")
        guard let first = columns.first else { return nil }
        for column in columns where column.values.count != first.values.count {
            findings.error(
                "'zip' walks its lists together, but '\(first.path.text)' has \(first.values.count) values and "
                    + "'\(column.path.text)' has \(column.values.count)", at: column.path.location,
                help: "give them as many values each; 'grid' has every combination")
        }
        let length = columns.map(\.values.count).min() ?? 0
        return Axis(choices: (0..<length).map { index in columns.map { $0.values[index] } })
    }

    private mutating func list(_ node: Node) -> Axis? {
        Axis(
            choices: mappings(node, of: "list").map { run in
                run.map { Assignment(path: $0.path, value: $0.value, label: $0.value.label) }
            })
    }

    private mutating func random(_ node: Node) -> Axis? {
        guard let pairs = node.pairs else {
            findings.error(
                "expected samples and distributions, found \(node.phrase)", at: node.location,
                help: "for example random: {samples: 10, noise.dimension: {integer: [8, 64]}}")
            return nil
        }
        let samples = integer(node["samples"], 1...SweepSchema.maximumRuns, example: ("samples", 10))
        let slips = pairs.filter { $0.value.pairs == nil && $0.key != "samples" && $0.key != "seed" }.compactMap {
            pair in
            Similarity.nearest(to: pair.key, in: ["samples", "seed"]).map { (pair: pair, meant: $0) }
        }
        for slip in slips {
            findings.error(
                "unknown key '\(slip.pair.key)' in 'random'", at: slip.pair.keyLocation,
                help: "a key with a similar name exists: '\(slip.meant)'")
        }
        if node["samples"] == nil, !slips.contains(where: { $0.meant == "samples" }) {
            findings.error(
                "missing key 'samples' in 'random'", at: node.location,
                help: "samples: how many runs to draw, for example samples: 10")
        }
        let seed = node["seed"] == nil ? 0 : integer(node["seed"], FieldRanges.anySeed, example: ("seed", 0))
        var columns: [(path: SettingPath, distribution: Distribution, location: Location)] = []
        for pair in pairs where pair.key != "samples" && pair.key != "seed" {
            if slips.contains(where: { $0.pair.key == pair.key }) { continue }
            guard let path = path(pair) else { continue }
            do { columns.append((path, try Distribution(pair.value), pair.value.location)) } catch {
                findings.report(error)
            }
        }
        guard let samples, let seed else { return nil }
        guard columns.count <= SweepSchema.maximumPaths else {
            tooManyPaths(at: node.location)
            return nil
        }
        return Axis(
            choices: (0..<samples).map { index in
                columns.map { column in
                    let value = column.distribution.draw(
                        seed: seed, path: column.path.text, index: index, at: column.location)
                    return Assignment(path: column.path, value: value, label: value.label)
                }
            })
    }

    private mutating func seeds(_ node: Node, from base: Int?) -> Axis? {
        var nodes: [Node] = node.items ?? []
        if node.items == nil {
            guard let count = integer(node, 1...SweepSchema.maximumRuns, example: ("seeds", 3)) else { return nil }
            guard let base else { return nil }
            nodes = (0..<count).map { .plain(String(base + $0), at: node.location) }
        } else if nodes.isEmpty {
            findings.error(
                "expected a number of seeds or a list of them, found an empty list", at: node.location,
                help: "for example seeds: 3")
        }
        guard let path = try? SettingPath("seed", at: node.location) else { return nil }
        return Axis(choices: nodes.map { [Assignment(path: path, value: $0, label: $0.label)] })
    }

    private mutating func exclude(_ node: Node) {
        for conditions in mappings(node, of: "exclude") {
            for condition in conditions where swept[condition.path.text] == nil {
                let near = Similarity.nearest(to: condition.path.text, in: swept.keys.sorted())
                findings.error(
                    "'\(condition.path.text)' is not swept, so no run can be excluded by it",
                    at: condition.path.location,
                    help: near.map { "a path with a similar name is swept: '\($0)'" }
                        ?? "swept are: \(swept.keys.sorted().joined(separator: ", "))")
            }
            exclusions.append(Exclusion(conditions: conditions))
        }
    }

    // MARK: Their pieces

    /// Paths with their values, listed or named.
    private mutating func columns(_ node: Node, of part: String) -> [(path: SettingPath, values: [Assignment])] {
        guard let pairs = node.pairs else {
            findings.error(
                "expected a mapping from paths to lists of values, found \(node.phrase)", at: node.location,
                help: "\(part): {noise.dimension: [16, 64]}")
            return []
        }
        return pairs.compactMap { pair in
            guard let path = path(pair) else { return nil }
            let values: [Assignment]
            if ExperimentSchema.isList(path.text), let items = pair.value.items, !items.isEmpty,
                items.allSatisfy({ $0.items == nil })
            {
                findings.error(
                    "'\(path.text)' is a list in every run, and these are its items", at: pair.value.location,
                    help: "put each run's list in brackets of its own: [[...], [...]]; or name them: {small: [...]}")
                return nil
            }
            if let items = pair.value.items {
                values = items.map { Assignment(path: path, value: $0, label: $0.label) }
            } else if let variants = pair.value.pairs {
                values = variants.map { Assignment(path: path, value: $0.value, label: $0.key) }
            } else {
                if case .invalid = pair.value.content { return nil }
                findings.error(
                    "expected a list of values, found \(pair.value.phrase)", at: pair.value.location,
                    help: pair.value.scalar.map { "write [\($0.text)], or more values than one" })
                return nil
            }
            if values.isEmpty {
                findings.error(
                    "'\(path.text)' has no values", at: pair.value.location,
                    help: "give it some, or leave it out")
            }
            return (path, values)
        }
    }

    private mutating func mappings(_ node: Node, of part: String) -> [[(path: SettingPath, value: Node)]] {
        guard let items = node.items, !items.isEmpty else {
            findings.error(
                "expected a list of mappings from paths to values, found \(node.phrase)", at: node.location,
                help: "for example \(part): [{noise.dimension: 16}]")
            return []
        }
        return items.compactMap { item in
            guard let pairs = item.pairs, !pairs.isEmpty else {
                findings.error(
                    "expected a mapping from paths to values, found \(item.phrase)", at: item.location,
                    help: "for example {noise.dimension: 16}")
                return nil
            }
            return pairs.compactMap { pair in path(pair).map { ($0, pair.value) } }
        }
    }

    private mutating func path(_ pair: Node.Pair) -> SettingPath? {
        do throws(Diagnostic) {
            let path = try SettingPath(pair.key, at: pair.keyLocation)
            if ["name", "description", "extends", "sweep", "launcher"].contains(path.components[0]) {
                throw Diagnostic(
                    "'\(path.components[0])' belongs to the whole file and cannot be swept", at: path.location,
                    help: "leave it out of the sweep")
            }
            return path
        } catch {
            findings.report(error)
            return nil
        }
    }

    private mutating func integer(_ node: Node?, _ range: ClosedRange<Int>, example: (key: String, value: Int)) -> Int?
    {
        guard let node else { return nil }
        var fields = Fields(Vocabulary([:]))
        defer { findings.report(fields.findings.all) }
        let key = Key(example.key, .integer(range), default: .integer(example.value), "")
        guard !node.isNull else {
            findings.error(
                "expected \(key.type.phrase), found \(node.phrase)", at: node.location,
                help: "for example \(example.key): \(example.value)")
            return nil
        }
        let pair = Node.Pair(key: key.name, keyLocation: node.location, value: node)
        guard
            case .integer(let value) = fields.value(of: key, in: Node(.mapping([pair]), at: node.location), owner: nil)
        else { return nil }
        return value
    }
}
