/// One key of a section together with the property that holds it: the only declaration of either. What a person may
/// write, how it becomes a run and how a run is written out again all come from it.
struct Field<Root: Sendable>: Sendable {
    let key: Key
    /// Puts the key's decoded value where it belongs: of `ValueType.switches`, a section of all of them.
    let read: @Sendable (Value, inout Root) -> Void
    /// The value that reads back as the same.
    let write: @Sendable (Root) -> Value
    /// Has the second hold what the first holds.
    let copy: @Sendable (Root, inout Root) -> Void

    /// - Parameter copy: nil: by writing and reading.
    init(
        _ key: Key, read: @escaping @Sendable (Value, inout Root) -> Void,
        write: @escaping @Sendable (Root) -> Value, copy: (@Sendable (Root, inout Root) -> Void)? = nil
    ) {
        self.key = key
        self.read = read
        self.write = write
        self.copy = copy ?? { read(write($0), &$1) }
    }

    /// As of `Key.needing`.
    func needing(_ key: String, _ values: [Value]) -> Field {
        Field(self.key.needing(key, values), read: read, write: write, copy: copy)
    }

    init<Property: FieldValue>(
        _ name: String, _ property: WritableKeyPath<Root, Property> & Sendable, _ type: ValueType,
        default defaultValue: Value? = nil, _ help: String
    ) {
        self.init(
            Key(name, type, default: defaultValue, help),
            read: { $1[keyPath: property] = Property($0) }, write: { $0[keyPath: property].value },
            copy: { $1[keyPath: property] = $0[keyPath: property] })
    }

    /// A key that may be left out: `absent` is then what the property holds, and what holds it is written without the
    /// key, so that adding a key leaves the names and files of earlier runs as they are.
    init<Property: FieldValue & Equatable & Sendable>(
        _ name: String, _ property: WritableKeyPath<Root, Property> & Sendable, _ type: ValueType, absent: Property,
        _ help: String
    ) {
        self.init(
            Key(name, type, default: .null, help),
            read: { $1[keyPath: property] = $0 == .null ? absent : Property($0) },
            write: { $0[keyPath: property] == absent ? .null : $0[keyPath: property].value },
            copy: { $1[keyPath: property] = $0[keyPath: property] })
    }
}

/// What a key's value can be kept as. `init` traps on a value of another type: the key's type has been checked.
protocol FieldValue {
    init(_ value: Value)
    var value: Value { get }
}

extension Int: FieldValue {
    init(_ value: Value) { self = Values(["": value]).integer("") }
    var value: Value { .integer(self) }
}

extension Double: FieldValue {
    init(_ value: Value) { self = Values(["": value]).real("") }
    var value: Value { .real(self) }
}

extension Bool: FieldValue {
    init(_ value: Value) { self = Values(["": value]).boolean("") }
    var value: Value { .boolean(self) }
}

extension String: FieldValue {
    init(_ value: Value) { self = Values(["": value]).text("") }
    var value: Value { .text(self) }
}

extension Choice: FieldValue {
    init(_ value: Value) { self = Values(["": value]).choice("") }
    var value: Value { .choice(self) }
}

/// Entries of a registry; the word "none" stands for an empty list where the key's type allows the word.
extension [Choice]: FieldValue {
    init(_ value: Value) { self = value == .text("none") ? [] : Values(["": value]).choices("") }
    var value: Value { .list(map(\.value)) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    init(_ value: Value) { self = value == .null ? nil : Wrapped(value) }
    var value: Value { map(\.value) ?? .null }
}

/// One of a closed set of words.
protocol WordField: FieldValue, RawRepresentable, CaseIterable where RawValue == String {}

extension WordField {
    init(_ value: Value) {
        guard let word = Self(rawValue: String(value)) else { preconditionFailure("not one of the declared words") }
        self = word
    }

    var value: Value { .text(rawValue) }
    static var type: ValueType { .word(allCases.map(\.rawValue)) }
}

extension Value {
    /// An entry with its own defaults.
    static func usual(_ kind: RegistryKind, _ name: String) -> Value { .choice(Choice(kind, name)) }
}
