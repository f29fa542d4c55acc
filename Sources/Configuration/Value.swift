import Diagnostics

/// A decoded value: checked against the type that its key declares.
public indirect enum Value: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case text(String)
    case list([Value])
    case choice(Choice)
    case section(Values)
}

/// An entry chosen from a registry together with its values, every default filled in.
public struct Choice: Sendable {
    public let kind: RegistryKind
    public let name: String
    public let values: Values
    /// Where the file says so; nil for defaults. Not part of identity.
    public let location: Location?
    /// How its paths are meant; nil where it has none that is relative.
    public let paths: DataPaths?

    public init(
        _ kind: RegistryKind, _ name: String, _ values: Values = Values([:]), at location: Location? = nil,
        paths: DataPaths? = nil
    ) {
        self.paths = paths
        self.kind = kind
        self.name = name
        self.values = values
        self.location = location
    }
}

extension Choice: Hashable {
    public static func == (a: Choice, b: Choice) -> Bool {
        a.kind == b.kind && a.name == b.name && a.values == b.values && a.paths == b.paths
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(name)
        hasher.combine(values)
        hasher.combine(paths)
    }
}

extension Value {
    /// By name, of `ValueType.switches`.
    var switches: [String: Value] { if case .section(let values) = self { values.entries } else { [:] } }
}

/// The values of one declaration's keys, complete and checked. The typed accessors trap on a name or type that the
/// declaration does not have: that is a mistake of the program, not of the file.
public struct Values: Hashable, Sendable {
    public private(set) var entries: [String: Value]

    public init(_ entries: [String: Value]) { self.entries = entries }

    /// Both; of a key in both, the other's value.
    public func merging(_ other: [String: Value]) -> Values { Values(entries.merging(other) { $1 }) }

    public subscript(_ key: String) -> Value {
        guard let value = entries[key] else { preconditionFailure("no key '\(key)' is declared") }
        return value
    }

    public func integer(_ key: String) -> Int {
        guard case .integer(let x) = self[key] else { preconditionFailure("'\(key)' is not an integer") }
        return x
    }

    public func real(_ key: String) -> Double {
        switch self[key] {
        case .real(let x): return x
        case .integer(let x): return Double(x)
        default: preconditionFailure("'\(key)' is not a number")
        }
    }

    public func boolean(_ key: String) -> Bool {
        guard case .boolean(let x) = self[key] else { preconditionFailure("'\(key)' is not a boolean") }
        return x
    }

    public func text(_ key: String) -> String {
        guard case .text(let x) = self[key] else { preconditionFailure("'\(key)' is not a text") }
        return x
    }

    public func list(_ key: String) -> [Value] {
        guard case .list(let x) = self[key] else { preconditionFailure("'\(key)' is not a list") }
        return x
    }

    public func choice(_ key: String) -> Choice {
        guard case .choice(let x) = self[key] else { preconditionFailure("'\(key)' is not an entry of a registry") }
        return x
    }

    public func choices(_ key: String) -> [Choice] {
        list(key).map {
            guard case .choice(let x) = $0 else { preconditionFailure("'\(key)' is not a list of entries") }
            return x
        }
    }

    /// Of a list of integers, or of a single one.
    public func integers(_ key: String) -> [Int] {
        let values = if case .list(let list) = self[key] { list } else { [self[key]] }
        return values.map {
            guard case .integer(let x) = $0 else { preconditionFailure("'\(key)' is not of integers") }
            return x
        }
    }

    public func section(_ key: String) -> Values {
        guard case .section(let x) = self[key] else { preconditionFailure("'\(key)' is not a section") }
        return x
    }

    /// nil where the key was left out and its default is `.null`.
    public func optionalReal(_ key: String) -> Double? { self[key] == .null ? nil : real(key) }
    public func optionalInteger(_ key: String) -> Int? { self[key] == .null ? nil : integer(key) }
    public func optionalText(_ key: String) -> String? { self[key] == .null ? nil : text(key) }
    public func optionalChoice(_ key: String) -> Choice? { self[key] == .null ? nil : choice(key) }
}
