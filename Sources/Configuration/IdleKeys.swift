/// A key that is given a value and changes nothing beside another key's.
public struct IdleKey: Sendable {
    /// Of the key in the file: "generator.layers.3.epsilon".
    public let path: String
    public let key: String
    /// The key beside which it changes nothing, and that one's value, as the file has it: "demodulate: false".
    public let beside: String
    /// What to do about it, in words.
    public let cure: String
}

extension RunSpec {
    /// All of them, in every section and entry: by the keys' own declarations.
    public func idleKeys(_ vocabulary: Vocabulary) -> [IdleKey] {
        Self.form.declaration.keys.flatMap { key in
            vocabulary.idleKeys(in: values[key.name], key.type, path: key.name)
        }
    }
}

extension Vocabulary {
    fileprivate func idleKeys(in value: Value, _ type: ValueType, path: String) -> [IdleKey] {
        switch value {
        case .choice(let choice):
            guard let declaration = declarations(of: choice.kind).first(where: { $0.name == choice.name }) else {
                return []
            }
            return idleKeys(of: declaration, choice.values, path: path)
        case .list(let items):
            return items.enumerated().flatMap { idleKeys(in: $1, type.element, path: "\(path).\($0)") }
        case .section(let values):
            return type.sectionKeys.map { idleKeys(of: $0, values, path: path) } ?? []
        case .null, .boolean, .integer, .real, .text: return []
        }
    }

    private func idleKeys(of declaration: Declaration, _ values: Values, path: String) -> [IdleKey] {
        declaration.keys.flatMap { key -> [IdleKey] in
            guard let value = values.entries[key.name] else { return [] }
            let inner = idleKeys(in: value, key.type, path: "\(path).\(key.name)")
            guard let need = key.need, let other = values.entries[need.key], value != .null,
                !need.values.contains(other), value != key.usual(self)
            else { return inner }
            let wanted = need.values.map { $0 == .null ? nil : CanonicalText.text($0) }
            let cure =
                wanted.contains(nil)
                ? "leave \(need.key) out" : "set \(need.key) to \(wanted.compactMap { $0 }.joined(separator: " or "))"
            return [
                IdleKey(
                    path: "\(path).\(key.name)", key: key.name, beside: "\(need.key): \(CanonicalText.text(other))",
                    cure: "leave \(key.name) out, or \(cure)")
            ] + inner
        }
    }
}

extension ValueType {
    /// Of a list's items.
    fileprivate var element: ValueType {
        switch self {
        case .list(let element, _): element
        case .choices(let kind): .choice(kind)
        case .either(let types): types.first { if case .list = $0 { true } else { false } }?.element ?? self
        default: self
        }
    }

    /// Of a section.
    fileprivate var sectionKeys: Declaration? {
        switch self {
        case .section(let declaration): declaration
        case .either(let types): types.lazy.compactMap(\.sectionKeys).first
        default: nil
        }
    }
}
