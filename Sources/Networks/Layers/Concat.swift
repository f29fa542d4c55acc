import Configuration

/// The current value, then the values that `from` names, along the last axis.
struct Concat: Layer {
    static let declaration = Declaration(
        "concat", "joins earlier values to the current one, along channels",
        details: """
            The output of the layer before, then the outputs of the layers with the ids in `from`, in that order: vectors
            one after another, images of one height and width by their channels. PyTorch: torch.cat([x, a, b], 1).
            """,
        keys: [.joined("values that follow the current one")],
        shorthand: "from",
        example: """
            - dense: {units: 32, id: early}
            - relu
            - dense: 16
            - concat: early
            """)

    var joins: Bool { true }

    init(_ values: Values) {}

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        for (id, value) in builder.joined {
            let shape = builder.shapes[value]
            guard shape.dimensions.dropLast() == builder.shape.dimensions.dropLast() else {
                throw ShapeError(
                    "concat: '\(id)' has shape \(shape), and the current value has \(builder.shape) (from "
                        + "\(builder.origin)): they differ in more than the last axis",
                    help: shape.dimensions.count != builder.shape.dimensions.count
                        ? "put `flatten` or `reshape` before one of them" : "bring both to one height and width")
            }
        }
        try builder.add(Concatenation(), inputs: [builder.current] + builder.joined.map(\.value))
    }
}
