import Configuration

/// y = 1 / (1 + exp(-x)).
struct Sigmoid: Layer {
    static let declaration = Declaration(
        "sigmoid", "to between 0 and 1",
        details:
            "y = 1 / (1 + exp(-x)). At the end of a discriminator it is left to the loss, which works on logits. PyTorch: Sigmoid.",
        example: "- sigmoid")

    let function: Pointwise.Function

    init(_ values: Values) { function = .sigmoid }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
