import Diagnostics

/// Entries that a program names, as a file would: keys that are not given have their defaults.
extension Declaration {
    /// Every key's default.
    public var defaults: Values {
        Values(
            Dictionary(uniqueKeysWithValues: keys.filter { !$0.isSwitches }.map { ($0.name, $0.defaultValue ?? .null) })
        )
    }

    public func choice(_ kind: RegistryKind, _ given: [String: Value] = [:]) -> Choice {
        Choice(kind, name, Values(defaults.entries.merging(given) { $1 }))
    }
}

extension Registry {
    /// Traps on a name that is not in the registry.
    public func choice(_ name: String, _ given: [String: Value] = [:]) -> Choice {
        guard let type = types.first(where: { $0.declaration.name == name }) else {
            preconditionFailure("'\(name)' is not in \(kind.rawValue)")
        }
        return declaration(of: type).choice(kind, given)
    }
}

extension Vocabulary {
    /// For tests: the entries that a piece of YAML lists as a file would, `- conv2d: {filters: 64, kernel: [3, 2]}`.
    package func choices(_ kind: RegistryKind, listed yaml: String) throws(DiagnosticError) -> [Choice] {
        var fields = Fields(self)
        let node: Node
        do {
            node = try NodeReader.read(
                SourceText(source: Source(path: "example", text: yaml), text: yaml), &fields.findings)
        } catch {
            throw DiagnosticError([error])
        }
        guard let items = node.items else { preconditionFailure("'\(yaml)' is not a list") }
        let choices = items.compactMap { fields.choice($0, kind) }
        try fields.findings.throwErrors()
        return choices
    }
}
