import Configuration

/// y = ln(1 + exp(x)).
struct Softplus: Layer {
    static let declaration = Declaration(
        "softplus", "a smooth ReLU",
        details: "y = ln(1 + exp(x)). PyTorch: Softplus.",
        example: "- softplus")

    let function: Pointwise.Function

    init(_ values: Values) { function = .softplus }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
