import Configuration

/// y = x where x > 0, alpha · (exp(x) - 1) elsewhere.
struct ELU: Layer {
    static let declaration = Declaration(
        "elu", "exponential for negative inputs",
        details:
            "y = x where x > 0, alpha · (exp(x) - 1) elsewhere. Clevert, Unterthiner & Hochreiter 2015. PyTorch: ELU.",
        keys: [Key("alpha", .real(.nonNegative), default: .real(1), "minus the limit for large negative inputs")],
        shorthand: "alpha",
        example: "- elu")

    let function: Pointwise.Function

    init(_ values: Values) { function = .elu(alpha: Float(values.real("alpha"))) }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
