import Configuration

/// The same number everywhere.
struct ConstantInitializer: Initializer {
    static let declaration = Declaration(
        "constant", "the same number everywhere",
        details: "w = value. All units of a layer then compute the same; of use for networks of a few scalars.",
        keys: [Key("value", .real(.any), "the number")],
        shorthand: "value", example: "initializer: {constant: 0}")

    let value: Float

    init(_ values: Values) { value = Float(values.real("value")) }

    func values(_ shape: [Int]) -> InitialValues { .constant(value) }
}
