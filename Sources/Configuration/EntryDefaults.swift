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
