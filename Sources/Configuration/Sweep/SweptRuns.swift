import Diagnostics

/// Makes the runs of a sweep out of sections, each of which is decoded once for every combination of the values that
/// the sweep sets in it. So a run costs microseconds, and most of it is shared: runs may be a million.
struct SweptRuns {
    private let expansion: SweepExpansion
    private let base: Node
    private let given: SweptParameters
    /// For a file that gives no name.
    private let name: String
    private let editor: NodeEditor
    /// By axis and choice: the keys that are set, and what ids and tables say of them.
    private let parts: [[(assignments: [Assignment], said: SweptParameters)]]
    /// Of those that the sweep changes: the place of its field, and what it is in each run.
    private var sections: [(field: Int, shared: SharedByChoices<SweptSection>)] = []
    /// The canonical text of each field.
    private var texts: [SharedByChoices<HashedText>] = []
    /// The first run of each kind: those that differ from it in nothing but the seed have most of it.
    private var kinds: SharedByChoices<Run>
    /// The first run, before what follows from several sections is filled in.
    private var first: RunSpec?
    private var fixed = Values([:])
    private var fixedMagnitudes: ClosedRange<Double>?
    private var missing: Set<String> = []
    private(set) var fields: Fields

    private static let form = RunSpec.form.fields
    private static let evaluation = form.firstIndex { $0.key.name == "evaluation" }
    private static let seed = form.firstIndex { $0.key.name == "seed" }
    private static let training = form.firstIndex { $0.key.name == "training" }

    init(_ expansion: SweepExpansion, _ base: Node, given: [Parameter], name: String, _ vocabulary: Vocabulary) {
        self.expansion = expansion
        self.base = base
        self.given = SweptParameters(given)
        self.name = name
        editor = NodeEditor(vocabulary: vocabulary)
        fields = Fields(vocabulary)
        fields.mends = true
        parts = expansion.axes.map { axis in
            axis.choices.map { choice in
                (choice, SweptParameters(choice.map { Parameter(path: $0.path.text, text: $0.label) }))
            }
        }
        let keys = parts.map { choices in Set(choices.flatMap(\.assignments).map { $0.path.components[0] }) }
        func axes(where isMeant: (Set<String>) -> Bool) -> [Int] { keys.indices.filter { isMeant(keys[$0]) } }
        kinds = SharedByChoices(axes { $0 != ["seed"] })
        var entries: [String: Value] = [:]
        for (index, field) in Self.form.enumerated() {
            let own = axes { $0.contains(field.key.name) }
            // Where the file does not say when to evaluate, the run's length does.
            let reading = index == Self.evaluation ? axes { $0.contains("evaluation") || $0.contains("training") } : own
            texts.append(SharedByChoices(reading))
            if own.isEmpty {
                let section = section(field, of: base)
                entries[field.key.name] = section.value
                if section.isMissing { missing.insert(field.key.name) }
            } else {
                sections.append((index, SharedByChoices(own)))
            }
        }
        fixed = Values(entries)
        fixedMagnitudes = Value.section(fixed).magnitudes
    }

    private mutating func section(_ field: Field<RunSpec>, of node: Node) -> SweptSection {
        let key = fields.vocabulary.run.key(field.key.name) ?? field.key
        fields.lacks = false
        let value = fields.value(of: key, in: node, owner: nil) ?? fields.standIn(for: key) ?? .null
        return SweptSection(field, pair: node.pair(key.name), value: value, isMissing: fields.lacks)
    }

    /// A section as a run has it. What is wrong with it is reported.
    private mutating func section(_ field: Field<RunSpec>, of run: Int, _ axes: [Int], _ findings: inout Findings)
        -> SweptSection
    {
        var node = base
        var made: [Assignment] = []
        for axis in axes {
            for assignment in parts[axis][expansion.choice(axis, of: run)].assignments
            where assignment.path.components[0] == field.key.name {
                do {
                    node = try editor.set(assignment.path, to: assignment.value, in: node, editor.vocabulary.run)
                    made.append(assignment)
                } catch {
                    findings.report(error)
                }
            }
        }
        Overwriting(editor: editor).check(made, in: node, &findings)
        return section(field, of: node)
    }

    /// - Parameters:
    ///   - run: its place in the sweep's product.
    ///   - findings: what is wrong with the file's text, or with sections together.
    mutating func run(_ run: Int, _ findings: inout Findings) -> Run {
        let alike = kinds.known(run, in: expansion)
        var own: [SweptSection] = []
        own.reserveCapacity(sections.count)
        for index in sections.indices {
            if let known = sections[index].shared.known(run, in: expansion) {
                own.append(known)
                continue
            }
            let section = section(Self.form[sections[index].field], of: run, sections[index].shared.axes, &findings)
            sections[index].shared.keep(section, for: run, in: expansion)
            own.append(section)
        }
        if first == nil { first = whole(own) }
        guard var spec = alike?.spec ?? first else { preconditionFailure("the first run was made") }
        for (index, section) in own.enumerated() where alike == nil || sections[index].field == Self.seed {
            Self.form[sections[index].field].copy(section.spec, &spec)
        }
        spec.complete(name: name)
        var hash = StableHash.start
        for index in Self.form.indices {
            texts[index].of(run, in: expansion) { HashedText(CanonicalText.identity(of: Self.form[index], in: spec)) }
                .add(to: &hash)
        }
        // Warnings may come of what stands in for a value that is wrong.
        let isSound = !findings.hasErrors && !fields.findings.hasErrors
        let locations = alike?.locations ?? Locations(base, editor.vocabulary, sections: own)
        if alike == nil {
            var remarks = Findings()
            RunChecks.check(spec, locations, &remarks)
            findings.report(isSound ? remarks.all : remarks.all.filter { $0.severity == .error })
        }
        let choices = parts.indices.map { parts[$0][expansion.choice($0, of: run)].said }
        var lacking: [String] = []
        for (index, section) in own.enumerated() where section.isMissing {
            lacking.append(Self.form[sections[index].field].key.name)
        }
        let made = Run(
            id: RunIdentifier.id(choices.flatMap(\.pieces) + given.pieces, hash: hash), hash: hash,
            kind: expansion.place(of: run, among: kinds.axes),
            parameters: choices.flatMap(\.parameters) + given.parameters, swept: choices.flatMap(\.paths), spec: spec,
            locations: locations,
            missing: lacking.isEmpty ? missing : missing.union(lacking),
            magnitudes: alike?.magnitudes ?? own.reduce(fixedMagnitudes) { Value.together($0, $1.magnitudes) })
        if alike == nil { kinds.keep(made, for: run, in: expansion) }
        return made
    }

    private func whole(_ own: [SweptSection]) -> RunSpec {
        let swept = zip(sections, own).map { (Self.form[$0.field].key.name, $1.value) }
        return RunSpec.form.section(fixed.merging(Dictionary(uniqueKeysWithValues: swept)))
    }
}

/// Parameters of runs, with what their ids say of them.
private struct SweptParameters {
    let parameters: [Parameter]
    let paths: [String]
    let pieces: [RunIdentifier.Piece]

    init(_ parameters: [Parameter]) {
        self.parameters = parameters
        paths = parameters.map(\.path)
        pieces = parameters.map(RunIdentifier.Piece.init)
    }
}
