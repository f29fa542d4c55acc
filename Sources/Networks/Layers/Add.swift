import Configuration

/// y = x + the values that `from` names.
struct Add: Layer {
    static let declaration = Declaration(
        "add", "adds earlier values to the current one",
        details: """
            y = x + a + b ..., x the output of the layer before, a and b the outputs of the layers with the ids in `from`,
            all of one shape. Gradients flow back along every way. For a block with a way around it, `residual` is
            shorter. He et al. 2016. PyTorch: x + a + b.
            """,
        keys: [.joined("values to add to the current one")],
        shorthand: "from",
        example: """
            - dense: {units: 32, id: early}
            - relu
            - dense: 32
            - add: early
            """)

    var joins: Bool { true }

    init(_ values: Values) {}

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        for (id, value) in builder.joined where builder.shapes[value] != builder.shape {
            throw ShapeError(
                "add: '\(id)' has shape \(builder.shapes[value]), and the current value has \(builder.shape) "
                    + "(from \(builder.origin))",
                help: "bring one of them to the other's shape before, or join them with `concat`")
        }
        try builder.add(Sum(), inputs: [builder.current] + builder.joined.map(\.value))
    }
}
