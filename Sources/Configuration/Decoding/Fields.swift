import Diagnostics

/// Decodes nodes against declarations. Whatever is wrong is reported and decoding goes on, so that one pass finds all;
/// a nil result has been reported.
struct Fields {
    let vocabulary: Vocabulary
    var findings = Findings()
    /// The key whose value is being decoded, and the declaration that it is of, for examples in messages.
    private var current: (key: Key, owner: Declaration?)?
    /// Whether messages show what a key takes: not where they are of no use, since another reading is tried as well.
    var givesExamples = true
    /// Whether a key of a section whose value is wrong has another one, so that the rest can be looked at: its default,
    /// or any of its type. Entries of registries stay wrong as a whole.
    var mends = false
    /// Whether a key without a default was mended.
    var lacks = false

    init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

    /// The keys of a mapping. `owner` reads as in "layer 'dense'"; nil for the experiment itself. `known`: values that
    /// are decoded already.
    mutating func values(_ node: Node, _ declaration: Declaration, owner: String?, known: [String: Value] = [:])
        -> Values?
    {
        if case .invalid = node.content { return nil }
        guard node.pairs != nil else {
            findings.error(
                "expected \(owner.map { "the keys of \($0)" } ?? "the keys of an experiment"), found \(node.phrase)",
                at: node.location, help: helpForKeys(node, declaration, isFile: owner == nil))
            return nil
        }
        let (mended, slips) = node.withoutSlips(declaration)
        findings.report(slips)
        let (node, unknown) = mended.corrected(to: declaration)
        for pair in unknown {
            findings.report(
                Fields.unknownKey(
                    pair.key, at: pair.keyLocation, declaration, owner: owner, vocabulary, value: pair.value))
        }
        var entries = known
        let given = declaration.oneOf.filter { node[$0].map { !$0.isNull } ?? false }
        if let first = given.first, let second = given.dropFirst().first, let pair = node.pair(second) {
            findings.error(
                "'\(first)' and '\(second)' say the same thing twice" + (owner.map { " in \($0)" } ?? ""),
                at: pair.keyLocation, help: "leave one of them out")
        }
        for key in declaration.keys where known[key.name] == nil {
            let others = declaration.others(of: key.name)
            if !given.contains(key.name), others.contains(where: given.contains) {
                entries[key.name] = .null
                continue
            }
            entries[key.name] =
                value(of: key, in: declaration, or: others.compactMap { declaration.key($0) }, node, owner: owner)
                ?? (mends ? standIn(for: key) : nil)
        }
        guard entries.count == declaration.keys.count else { return nil }
        for key in declaration.keys where key.isSwitch && entries[key.name] == .null { entries[key.name] = nil }
        return Values(entries)
    }

    mutating func value(of key: Key, in node: Node, owner: String?) -> Value? {
        value(of: key, in: nil, or: [], node, owner: owner)
    }

    /// - Parameters:
    ///   - declaration: that the key is of.
    ///   - others: keys that could be given in its place.
    private mutating func value(
        of key: Key, in declaration: Declaration?, or others: [Key], _ node: Node, owner: String?
    ) -> Value? {
        if let pair = node.pair(key.name), !pair.value.isNull {
            // A section is named by its key: that is where something is missing from it.
            if case .section(let declaration) = key.type {
                let inner = pair.value.pairs.map { Node(.mapping($0), at: pair.keyLocation) } ?? pair.value
                return values(inner, declaration, owner: "'\(key.name)'").map { .section($0) }
            }
            let outer = current
            current = (key, declaration)
            defer { current = outer }
            return value(pair.value, key.type)
        }
        if let defaultValue = key.defaultValue { return completed(defaultValue, key.type, at: node.location) }
        findings.error(
            "missing key '\(key.name)'" + (owner.map { " in \($0)" } ?? ""), at: node.location,
            help: ([key] + others).map { "\($0.name): \($0.help) (\($0.type.phrase))" }.joined(separator: "\nor ")
                + Fields.section(of: key))
        return nil
    }

    /// A section as it is written, on a line of its own.
    private static func section(of key: Key) -> String {
        guard case .section(let declaration) = key.type, !declaration.example.isEmpty,
            !declaration.example.contains("\n")
        else { return "" }
        return "\nfor example \(declaration.example)"
    }

    mutating func value(_ node: Node, _ type: ValueType) -> Value? {
        switch type {
        case .integer(let range):
            return scalar(node, type) { Scalars.integer($0).flatMap { range.contains($0) ? .integer($0) : nil } }
        case .real(let range):
            return scalar(node, type) { Scalars.real($0).flatMap { range.contains($0) ? .real($0) : nil } }
        case .boolean: return scalar(node, type) { Scalars.boolean($0).map { .boolean($0) } }
        case .text:
            guard let scalar = node.scalar, !node.isNull else { return mismatch(node, type) }
            return .text(scalar.text)
        case .path:
            guard let scalar = node.scalar, !node.isNull else { return mismatch(node, type) }
            return .text(vocabulary.paths?.path(scalar.text, writtenIn: node.location.source.path) ?? scalar.text)
        case .word(let words):
            guard let scalar = node.scalar, words.contains(scalar.text) else { return mismatch(node, type) }
            return .text(scalar.text)
        case .list(let element, let count):
            guard let items = node.items, count.contains(items.count) else { return mismatch(node, type) }
            let values = items.map { value($0, element) }
            return values.contains(nil) ? nil : .list(values.compactMap { $0 })
        case .choice(let kind): return choice(node, kind).map { .choice($0) }
        case .choices(let kind):
            guard let items = node.items, !items.isEmpty else { return mismatch(node, type) }
            let values = items.map { choice($0, kind) }
            return values.contains(nil) ? nil : .list(values.compactMap { $0.map { .choice($0) } })
        case .either(let types): return either(node, types)
        case .section(let declaration):
            return values(node, declaration, owner: "'\(declaration.name)'").map { .section($0) }
        case .switches, .described: return mismatch(node, type)
        }
    }

    mutating func choice(_ node: Node, _ kind: RegistryKind) -> Choice? {
        if case .invalid = node.content { return nil }
        let outer = mends
        mends = false
        defer { mends = outer }
        do {
            let entry = try EntryForm(node, kind: kind, vocabulary: vocabulary)
            let owner = "\(kind.noun) '\(entry.declaration.name)'"
            let place = entry.commandLine ?? entry.nameLocation
            return values(entry.body, entry.declaration, owner: owner).map { values in
                let isPlaced = entry.declaration.keys.contains { key in
                    guard case .path = key.type else { return false }
                    return values.optionalText(key.name).map { !$0.hasPrefix("/") } ?? false
                }
                return Choice(
                    kind, entry.declaration.name, values, at: place,
                    paths: isPlaced ? vocabulary.paths : nil)
            }
        } catch {
            findings.report(error)
            return nil
        }
    }

    /// A value for a key whose own is wrong or missing. What it says is of no use where it has no default: `lacks`.
    mutating func standIn(for key: Key) -> Value? {
        if let value = key.defaultValue {
            var fields = Fields(vocabulary)
            return fields.completed(value, key.type, at: Location(source: Source(path: "", text: ""), line: 1))
        }
        lacks = true
        switch key.type {
        case .integer(let range): return .integer(range.upperBound)
        case .choices: return .list([])
        case .choice(let kind): return .choice(Choice(kind, ""))
        case .section(let declaration):
            var entries: [String: Value] = [:]
            for key in declaration.keys { entries[key.name] = standIn(for: key) }
            return .section(Values(entries))
        default: return nil
        }
    }

    private mutating func scalar(_ node: Node, _ type: ValueType, _ read: (String) -> Value?) -> Value? {
        guard let scalar = node.scalar, scalar.isPlain, let value = read(scalar.text) else {
            return mismatch(node, type)
        }
        return value
    }

    /// The first type that fits, without an error: a misspelt key still gives a value. Where none does but one has the
    /// node's form, its errors are the telling ones.
    private mutating func either(_ node: Node, _ types: [ValueType]) -> Value? {
        for type in types {
            var attempt = Fields(vocabulary)
            attempt.givesExamples = false
            if let value = attempt.value(node, type), !attempt.findings.hasErrors {
                findings.report(attempt.findings.all)
                return value
            }
        }
        let alike = types.filter { $0.hasForm(of: node) }
        if let only = alike.first, alike.count == 1, node.scalar == nil { return value(node, only) }
        return mismatch(node, .either(types))
    }

    private mutating func mismatch(_ node: Node, _ type: ValueType) -> Value? {
        if case .invalid = node.content { return nil }
        findings.error("expected \(type.phrase), found \(node.phrase)", at: node.location, help: help(node, type))
        return nil
    }

    /// What was meant, or else what a value looks like.
    private func help(_ node: Node, _ type: ValueType) -> String? {
        if case .word(let words) = type, let scalar = node.scalar,
            let near = Similarity.nearest(to: scalar.text, in: words)
        {
            return "a similar word exists: '\(near)'"
        }
        if let help = node.scalar.flatMap({ ScalarHelp.help($0, for: type) }) { return help }
        switch type {
        case .list(_, let count):
            if let help = node.items.flatMap({ Slips.decimalCommas($0, count: count) }) { return help }
        case .choices(let kind):
            if let words = node.scalar?.text.split(maxSplits: 1, whereSeparator: { " :".contains($0) }),
                let name = words.first, vocabulary.declarations(of: kind).contains(where: { $0.name == name })
            {
                let item = words.map { $0.trimmingPrefix(while: { " :".contains($0) }) }.joined(separator: ": ")
                return "write every \(kind.noun) as an item of its own, with a dash: - \(item)"
            }
            guard let pairs = node.pairs, let first = pairs.first else { break }
            let value = first.value.scalar.map { $0.text.isEmpty ? "" : ": \($0.text)" } ?? ": ..."
            return "write every \(kind.noun) as an item of its own, with a dash: - \(first.key)\(value)"
        default: break
        }
        guard givesExamples, let current else { return nil }
        return example(of: current.key, in: current.owner)
    }

    /// Where the keys of a section should stand and something else does.
    private func helpForKeys(_ node: Node, _ declaration: Declaration, isFile: Bool) -> String {
        let names = declaration.keys.map(\.name)
        if let text = node.scalar?.text, let slip = Slips.missingSpace(text, known: names) { return slip.help }
        let keys = "its keys: \(names.joined(separator: ", "))"
        if !isFile, let scalar = node.scalar, scalar.isPlain, let cure = cure(ofNumber: scalar.text, declaration) {
            return "write \(cure)\n\(keys)"
        }
        let inner = node.items?.compactMap { $0.pairs?.first?.key } ?? []
        if let first = inner.first, inner.allSatisfy({ names.contains($0) }) {
            return "put its keys in braces instead of brackets: {\(first): ...}\n" + keys
        }
        let example = declaration.example
        return example.isEmpty || example.contains("\n") ? keys : "\(keys)\nfor example \(example)"
    }

    /// A section whose keys a bare number stands for, as it is to be written; nil where it is none, or says nothing.
    private func cure(ofNumber text: String, _ declaration: Declaration) -> String? {
        guard let number = Scalars.real(text) else { return nil }
        if let cure = declaration.cureOfNumber { return cure(number) }
        guard let key = Fields.read(declaration.example)?[declaration.name]?.pairs?.first?.key,
            let type = declaration.key(key)?.type, takes(text, type)
        else { return nil }
        return "\(declaration.name): {\(key): \(text)}"
    }

    /// Declared defaults may name an entry or a section without its values: its own defaults then hold.
    mutating func completed(_ value: Value, _ type: ValueType, at location: Location) -> Value? {
        switch (value, type) {
        case (.choice(let choice), .choice(let kind)):
            guard let declaration = vocabulary.declarations(of: kind).first(where: { $0.name == choice.name }) else {
                findings.error(
                    "the default \(kind.noun) '\(choice.name)' is not in the registry", at: location,
                    help: "name one of \(vocabulary.declarations(of: kind).map(\.name).joined(separator: ", "))")
                return nil
            }
            let owner = "\(kind.noun) '\(choice.name)'"
            return completed(choice.values, declaration, owner, at: location).map {
                .choice(Choice(kind, choice.name, $0))
            }
        case (.section(let values), .section(let declaration)):
            return completed(values, declaration, "'\(declaration.name)'", at: location).map { .section($0) }
        default: return value
        }
    }

    private mutating func completed(_ given: Values, _ declaration: Declaration, _ owner: String, at location: Location)
        -> Values?
    {
        let rest = Declaration(
            declaration.name, declaration.summary, keys: declaration.keys.filter { given.entries[$0.name] == nil },
            example: declaration.example, oneOf: declaration.oneOf)
        return values(Node(.mapping([]), at: location), rest, owner: owner).map {
            Values(given.entries.merging($0.entries) { given, _ in given })
        }
    }

    /// - Parameter isOfPath: whether the key stands in a dotted path, which another path takes the place of: in a
    ///   sweep, or behind --set.
    static func unknownKey(
        _ key: String, at location: Location, _ declaration: Declaration, owner: String?, _ vocabulary: Vocabulary,
        value: Node? = nil, isOfPath: Bool = false
    ) -> Diagnostic {
        // What another entry takes says nothing of this one.
        let isEntry = RegistryKind.allCases.contains { kind in
            vocabulary.declarations(of: kind).contains { $0.name == declaration.name }
        }
        let places = isEntry ? [] : vocabulary.keyPlaces
        let names = declaration.keys.map(\.name)
        func list(_ paths: [String]) -> String {
            let shown = paths.prefix(4).map { "'\($0)'" }.joined(separator: " or ")
            return shown + (paths.contains { $0.contains(".0") } ? "; 0 is the first of a list" : "")
        }
        let common = CommonKeys.named(key, inEntry: isEntry)
        let near = Similarity.nearest(to: key, in: names)
        let help: String? =
            if let near, common == nil || isEntry {
                "a key with a similar name exists: '\(near)'"
            } else if let meant = CommonKeys.renamed(key, in: declaration) {
                "the key for it is '\(meant)'"
            } else if !isEntry, vocabulary.file.keys.contains(where: { $0.name == key }),
                !places.contains(where: { $0.path.hasPrefix(declaration.name + ".") && $0.names.contains(key) })
            {
                "'\(key)' is a key of the file itself, in no section"
            } else if let paths = places.holding(key, below: declaration.name) {
                "'\(key)' belongs in \(list(paths))"
            } else if let common {
                isOfPath ? common.helpOfPath(vocabulary) : common.help(value: value?.scalar?.text)
            } else if let near = Similarity.nearest(to: key, in: places.flatMap(\.names)),
                let paths = places.holding(near, below: declaration.name)
            {
                "a key with a similar name exists: \(list(paths.map { "\($0).\(near)" }))"
            } else if names.isEmpty {
                "\(owner ?? "it") has no keys"
            } else {
                "known keys: \(names.joined(separator: ", "))"
            }
        return Diagnostic("unknown key '\(key)'" + (owner.map { " in \($0)" } ?? ""), at: location, help: help)
    }
}

extension ValueType {
    /// Whether a node of this form could be meant for the type.
    func hasForm(of node: Node) -> Bool {
        switch self {
        case .integer, .real, .boolean, .text, .path, .word: node.scalar != nil
        case .list: node.items != nil
        case .choices: node.items?.isEmpty == false
        case .choice: node.scalar != nil || node.pairs != nil
        case .section: node.pairs != nil
        case .either(let types): types.contains { $0.hasForm(of: node) }
        case .switches, .described: true
        }
    }
}

extension Node {
    /// The pairs of a mapping that a declaration knows, and the others. A misspelt key, or another program's for it,
    /// counts under the name that was meant, too: then a slip is not also a missing key, and what stands below it is
    /// looked at.
    func corrected(to declaration: Declaration) -> (node: Node, unknown: [Pair]) {
        let unknown = (self.pairs ?? []).filter { declaration.key($0.key) == nil }
        if unknown.isEmpty { return (self, []) }
        let names = declaration.keys.map(\.name)
        var pairs = (self.pairs ?? []).filter { names.contains($0.key) }
        var given = Set(pairs.map(\.key))
        for pair in unknown {
            let name = Similarity.nearest(to: pair.key, in: names) ?? CommonKeys.renamed(pair.key, in: declaration)
            guard let meant = name, given.insert(meant).inserted else { continue }
            pairs.append(Pair(key: meant, keyLocation: pair.keyLocation, value: pair.value))
        }
        return (Node(.mapping(pairs), at: location), unknown)
    }
}

extension Declaration {
    func key(_ name: String) -> Key? { keys.first { $0.name == name } }
}
