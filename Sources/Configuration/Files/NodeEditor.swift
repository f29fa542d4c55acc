import Diagnostics

/// Sets what a dotted path names, creating sections and writing out short forms on the way. Knows from the schema
/// which paths exist.
///
/// In an entry of a registry the entry's name may stand in the path or be left out: `generator.optimizer.adam.betas`
/// and `generator.optimizer.betas` name the same key while the optimizer is adam.
struct NodeEditor {
    let vocabulary: Vocabulary

    func set(_ path: SettingPath, to value: Node, in root: Node, _ declaration: Declaration) throws(Diagnostic) -> Node
    {
        try Step(path: path, value: value, vocabulary: vocabulary).section(root, declaration, 0)
    }
}

/// One value on its way down one path.
private struct Step {
    let path: SettingPath
    let value: Node
    let vocabulary: Vocabulary

    /// `node` with what the components from `index` on name replaced. `node` is nil where nothing is written yet.
    private func set(_ node: Node?, _ type: ValueType, default defaultValue: Value?, _ index: Int) throws(Diagnostic)
        -> Node
    {
        guard index < path.components.count else { return value }
        if let node, case .invalid = node.content { return node }
        let node = node.flatMap { $0.isNull ? nil : $0 }
        switch type {
        case .section(let declaration): return try section(node, declaration, index)
        case .choice(let kind): return try entry(node, kind, default: defaultValue, index)
        case .choices(let kind):
            try checkWhole(node, kind, index)
            return try item(node, .choice(kind), index)
        case .list(let element, _): return try item(node, element, index)
        case .either(let types):
            let fitting = types.first { type in node.map { type.hasForm(of: $0) } ?? false }
            guard let fitting else { throw hasNoKeys(index) }
            return try set(node, fitting, default: defaultValue, index)
        case .described:
            // The parts of a sweep have paths for keys, dots and all.
            let key = path.components[index...].joined(separator: ".")
            let node = node ?? Node(.mapping([]), at: path.location)
            guard node.pairs != nil else { throw hasNoKeys(index) }
            return node.setting(key, at: path.location, to: value)
        case .integer, .real, .boolean, .text, .path, .word, .switches: throw hasNoKeys(index)
        }
    }

    func section(_ node: Node?, _ declaration: Declaration, _ index: Int) throws(Diagnostic) -> Node {
        let owner = index == 0 ? nil : "'\(path.prefix(index))'"
        return try key(node, declaration, owner: owner, index)
    }

    private func key(_ node: Node?, _ declaration: Declaration, owner: String?, _ index: Int) throws(Diagnostic) -> Node
    {
        let name = path.components[index]
        guard let key = declaration.key(name) else {
            throw Fields.unknownKey(
                name, at: path.location(of: index), declaration, owner: owner, vocabulary, isOfPath: true)
        }
        let node = node ?? Node(.mapping([]), at: path.location)
        guard node.pairs != nil else {
            throw Diagnostic(
                "expected the keys of \(owner ?? "an experiment"), found \(node.phrase)", at: node.location,
                help: "its keys: \(declaration.keys.map(\.name).joined(separator: ", "))")
        }
        let inner = try set(node[name], key.type, default: key.defaultValue, index + 1)
        let replaced = inner.isNull ? [] : declaration.others(of: name)
        return (replaced.isEmpty ? node : node.removing(Set(replaced))).setting(name, at: path.location, to: inner)
    }

    private func entry(_ node: Node?, _ kind: RegistryKind, default defaultValue: Value?, _ index: Int)
        throws(Diagnostic) -> Node
    {
        let name = path.components[index]
        let isLast = index + 1 == path.components.count
        if kind == .datasets, name == "dataset", isLast {
            let old = try node.map { node throws(Diagnostic) in
                try EntryForm(node, kind: kind, vocabulary: vocabulary)
            }
            return (old?.node ?? Node(.mapping([]), at: path.location)).setting(name, at: path.location, to: value)
        }
        var form = try form(node, kind, default: defaultValue, index)
        let declaration = form.declaration
        let owner = "\(kind.noun) '\(declaration.name)'"
        if name == declaration.name, kind != .datasets {
            form.body =
                isLast ? value : try key(form.body, declaration, owner: owner, index + 1)
            return form.node
        }
        if declaration.key(name) == nil, vocabulary.declarations(of: kind).contains(where: { $0.name == name }) {
            throw Diagnostic(
                "'\(path.prefix(index))' is '\(declaration.name)' here, not '\(name)'", at: path.location(of: index),
                help: "to change the \(kind.noun), set '\(path.prefix(index))'")
        }
        form.body = try key(form.body, declaration, owner: owner, index)
        return form.node
    }

    /// The entry that the file has, else the default one, else the one that the path names.
    private func form(_ node: Node?, _ kind: RegistryKind, default defaultValue: Value?, _ index: Int)
        throws(Diagnostic) -> EntryForm
    {
        if let node { return try EntryForm(node, kind: kind, vocabulary: vocabulary) }
        var name = path.components[index]
        if case .choice(let choice) = defaultValue { name = choice.name }
        let node = Node.plain(name, at: path.location(of: index))
        return try EntryForm(node, kind: kind, vocabulary: vocabulary)
    }

    private func item(_ node: Node?, _ type: ValueType, _ index: Int) throws(Diagnostic) -> Node {
        guard var items = node?.items, let node else {
            throw Diagnostic(
                "'\(path.prefix(index))' is no list here", at: path.location(of: index),
                help: "set '\(path.prefix(index))' as a whole")
        }
        let name = path.components[index]
        guard let position = Scalars.integer(name), items.indices.contains(position) else {
            throw Diagnostic(
                "'\(path.prefix(index))' has no entry '\(name)'", at: path.location(of: index),
                help: items.isEmpty ? nil : "its entries are 0 to \(items.count - 1)")
        }
        items[position] = try set(items[position], type, default: nil, index + 1)
        return Node(.sequence(items), at: node.location)
    }

    /// A bare number in place of a whole entry: `generator.layers.0: 64`.
    private func checkWhole(_ node: Node?, _ kind: RegistryKind, _ index: Int) throws(Diagnostic) {
        guard index + 1 == path.components.count, let text = value.scalar?.text, Scalars.real(text) != nil,
            let position = Scalars.integer(path.components[index]), let items = node?.items,
            items.indices.contains(position),
            let form = try? EntryForm(items[position], kind: kind, vocabulary: vocabulary)
        else { return }
        let name = form.declaration.name
        throw Diagnostic(
            "'\(path.text)' is a whole \(kind.noun), '\(name)', and \(text) is none", at: value.location,
            help: form.declaration.shorthand.map { "to set a key of it: \(path.text).\($0)" }
                ?? "name one: \(name)")
    }

    private func hasNoKeys(_ index: Int) -> Diagnostic {
        Diagnostic(
            "'\(path.prefix(index))' has no keys of its own", at: path.location(of: index),
            help: "set '\(path.prefix(index))' itself")
    }
}
