/// A section of the file and the value that it becomes: what `saddle explain` says of it, and its fields.
struct SectionForm<Root: Sendable>: Sendable {
    let declaration: Declaration
    private let fields: [Field<Root>]
    /// With anything in it: every field is read over it.
    private let blank: Root

    init(
        _ name: String, _ summary: String, details: String = "", fields: [Field<Root>], blank: Root, example: String,
        oneOf: [String] = []
    ) {
        declaration = Declaration(
            name, summary, details: details, keys: fields.map(\.key), example: example, oneOf: oneOf)
        self.fields = fields
        self.blank = blank
    }

    var name: String { declaration.name }

    /// From values that are complete: decoded against `declaration`.
    func section(_ values: Values) -> Root {
        var root = blank
        for field in fields { field.read(values[field.key.name], &root) }
        return root
    }

    func section(_ value: Value) -> Root { section(Values(["": value]).section("")) }

    /// By key, defaults filled in: `section` is its inverse.
    func values(of root: Root) -> Values {
        Values(Dictionary(uniqueKeysWithValues: fields.map { ($0.key.name, $0.write(root)) }))
    }
}
