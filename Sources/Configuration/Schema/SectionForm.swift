/// A section of the file and the value that it becomes: what `saddle explain` says of it, and its fields.
struct SectionForm<Root: Sendable>: Sendable {
    let declaration: Declaration
    let fields: [Field<Root>]
    /// With anything in it: every field is read over it.
    let blank: Root

    init(
        _ name: String, _ summary: String, details: String = "", fields: [Field<Root>], blank: Root, example: String,
        oneOf: [String] = [], elsewhere: [Elsewhere] = [], cureOfNumber: (@Sendable (Double) -> String?)? = nil
    ) {
        declaration = Declaration(
            name, summary, details: details, keys: fields.map(\.key), example: example, oneOf: oneOf,
            elsewhere: elsewhere, cureOfNumber: cureOfNumber)
        self.fields = fields
        self.blank = blank
    }

    var name: String { declaration.name }

    /// From values that are complete: decoded against `declaration`.
    func section(_ values: Values) -> Root {
        var root = blank
        for field in fields {
            let isSwitches = field.key.isSwitches
            field.read(isSwitches ? .section(Values(declaration.switches(in: values))) : values[field.key.name], &root)
        }
        return root
    }

    func section(_ value: Value) -> Root { section(Values(["": value]).section("")) }

    /// By key, defaults filled in: `section` is its inverse.
    func values(of root: Root) -> Values {
        let own = fields.filter { !$0.key.isSwitches }.map { ($0.key.name, $0.write(root)) }
        return fields.filter(\.key.isSwitches).reduce(Values(Dictionary(uniqueKeysWithValues: own))) {
            $0.merging($1.write(root).switches)
        }
    }
}

/// Keys that are sections themselves.
extension Field {
    /// A section that is always there, though every key of it may be left out unless `isNeeded`.
    init<Inner>(
        _ form: SectionForm<Inner>, _ property: WritableKeyPath<Root, Inner> & Sendable, isNeeded: Bool = false,
        _ help: String
    ) {
        self.init(
            Key(form.name, .section(form.declaration), default: isNeeded ? nil : .section(Values([:])), help),
            read: { $1[keyPath: property] = form.section($0) },
            write: { .section(form.values(of: $0[keyPath: property])) },
            copy: { $1[keyPath: property] = $0[keyPath: property] })
    }

    /// A section that is written only where it differs from the usual one. Where `isWhole`, a file that leaves it out
    /// is read as if it stood there, empty.
    init<Inner: Equatable>(
        _ form: SectionForm<Inner>, _ property: WritableKeyPath<Root, Inner> & Sendable, absent: Inner,
        isWhole: Bool = false, _ help: String
    ) {
        self.init(
            Key(form.name, .section(form.declaration), default: isWhole ? .section(Values([:])) : .null, help),
            read: { $1[keyPath: property] = $0 == .null ? absent : form.section($0) },
            write: { $0[keyPath: property] == absent ? .null : .section(form.values(of: $0[keyPath: property])) },
            copy: { $1[keyPath: property] = $0[keyPath: property] })
    }

    /// A section that may be left out, and then is not there.
    init<Inner>(
        _ form: SectionForm<Inner>, _ property: WritableKeyPath<Root, Inner?> & Sendable, _ help: String
    ) {
        self.init(
            Key(form.name, .section(form.declaration), default: .null, help),
            read: { $1[keyPath: property] = $0 == .null ? nil : form.section($0) },
            write: { $0[keyPath: property].map { .section(form.values(of: $0)) } ?? .null },
            copy: { $1[keyPath: property] = $0[keyPath: property] })
    }
}
