import Configuration
import Kernels

/// The same number everywhere.
struct ConstantInitializer: Initializer {
    static let declaration = Declaration(
        "constant", "the same number everywhere",
        details: "w = value. All units of a layer then compute the same; of use for networks of a few scalars.",
        keys: [Key("value", .real(.any), "the number")],
        shorthand: "value", example: "initializer: {constant: 0}")

    let value: Float

    init(_ values: Values) { value = Float(values.real("value")) }

    func fill(_ values: UnsafeMutablePointer<Float>, shape: [Int], at address: RandomAddress) {
        values.update(repeating: value, count: shape.reduce(1, *))
    }
}
