import Configuration

/// y = max(0, x).
struct ReLU: Layer {
    static let declaration = Declaration(
        "relu", "zero for negative inputs",
        details: "y = max(0, x). Nair & Hinton 2010. PyTorch: ReLU.",
        example: "- relu")

    let function: Pointwise.Function

    init(_ values: Values) { function = .relu }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
