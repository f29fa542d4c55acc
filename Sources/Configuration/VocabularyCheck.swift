import Diagnostics

extension Vocabulary {
    /// What is wrong with the declarations themselves: for tests, so that an entry is checked by being listed.
    ///
    /// - Names and keys are unique, and a shorthand names a key.
    /// - A default is what its own text would be read as. Otherwise a run that spells a default out would count as
    ///   another run than one that leaves it out.
    /// - The example is YAML that holds the entry.
    public var mistakes: [String] {
        RegistryKind.allCases.flatMap { kind in
            let declarations = declarations(of: kind)
            return repeated(declarations.map(\.name)).map { "\(kind.noun) '\($0)' is declared twice" }
                + declarations.flatMap { declaration in
                    mistakes(declaration, kind).map { "\(kind.noun) '\(declaration.name)': \($0)" }
                }
        }
    }

    private func mistakes(_ declaration: Declaration, _ kind: RegistryKind) -> [String] {
        var found = repeated(declaration.keys.map(\.name)).map { "key '\($0)' is declared twice" }
        if let shorthand = declaration.shorthand, declaration.key(shorthand) == nil {
            found.append("the shorthand '\(shorthand)' is no key")
        }
        found += declaration.keys.compactMap { key in
            defaultIsSound(key) ? nil : "the default of '\(key.name)' is not what its text is read as"
        }
        if !exampleHolds(declaration, kind) { found.append("the example does not hold it") }
        return found
    }

    func defaultIsSound(_ key: Key) -> Bool {
        guard let value = key.defaultValue, value != .null else { return true }
        var fields = Fields(self)
        switch value {
        case .choice, .section:
            guard let node = read("{}"), let completed = fields.completed(value, key.type, at: node.location),
                let text = read(CanonicalText.flow(completed))
            else { return false }
            return fields.value(text, key.type) == completed
        default: return read(CanonicalText.flow(value)).flatMap { fields.value($0, key.type) } == value
        }
    }

    private func exampleHolds(_ declaration: Declaration, _ kind: RegistryKind) -> Bool {
        func holds(_ node: Node) -> Bool {
            if kind.isSwitched, node.pair(declaration.name) != nil { return true }
            var fields = Fields(self)
            if fields.choice(node, kind)?.name == declaration.name { return true }
            return (node.items ?? node.pairs?.map(\.value) ?? []).contains { holds($0) }
        }
        return read(declaration.example).map { holds($0) } ?? false
    }

    private func read(_ yaml: String) -> Node? {
        var findings = Findings()
        guard let text = try? SourceText(path: "", bytes: Array(yaml.utf8)) else { return nil }
        return try? NodeReader.read(text, &findings)
    }

    private func repeated(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { !seen.insert($0).inserted }
    }
}
