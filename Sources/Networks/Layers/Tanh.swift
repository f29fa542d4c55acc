import Configuration

/// y = tanh(x).
struct Tanh: Layer {
    static let declaration = Declaration(
        "tanh", "to between -1 and 1",
        details:
            "y = tanh(x). The usual last layer of a generator of images, which are scaled to [-1, 1]. PyTorch: Tanh.",
        example: "- tanh")

    let function: Pointwise.Function

    init(_ values: Values) { function = .tanh }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
