/// Registries whose entries are keys of other declarations: whatever has weights takes a boolean for each transform of
/// weights. So a new entry is a key everywhere by being listed.
extension Declaration {
    /// With a key for each entry of a registry where `ValueType.switches` stands, in the sections inside too.
    func switching(_ registries: [RegistryKind: [Declaration]]) -> Declaration {
        with { key in
            switch key.type {
            case .switches(let kind):
                (registries[kind] ?? []).map {
                    Key($0.name, .boolean, default: .null, "\($0.summary). Default: \(key.help)", isSwitch: true)
                }
            case .section(let inner):
                [
                    Key(
                        key.name, .section(inner.switching(registries)), default: key.defaultValue, key.help)
                ]
            default: [key]
            }
        }
    }

    var hasSwitches: Bool { keys.contains(where: \.isSwitches) }

    /// The switches among values that were decoded with the declaration, by name: what it does not name itself and is
    /// true or false.
    public func switches(in values: Values) -> [String: Value] {
        values.entries.filter { name, value in
            if case .boolean = value { key(name) == nil } else { false }
        }
    }
}

extension Key {
    public var isSwitches: Bool { if case .switches = type { true } else { false } }
}
