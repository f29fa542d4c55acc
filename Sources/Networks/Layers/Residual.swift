import Configuration

/// y = layers(x) + shortcut(x).
struct Residual: Layer {
    static let declaration = Declaration(
        "residual", "a block of layers with a way around it: layers(x) + shortcut(x)",
        details: """
            y = layers(x) + shortcut(x); without `shortcut`, y = layers(x) + x. Both ways must end in one shape. He et al.
            2016, equations 1 and 2. Ids given inside are known inside only. PyTorch: a module with two Sequentials,
            `layers` and `shortcut`; checkpoints name the weights alike ("3.layers.0.weight").
            """,
        keys: [
            Key("layers", .choices(.layers), "of the block, from its input to its output"),
            Key("shortcut", .choices(.layers), default: .null, "of the way around; default: none, the input itself"),
        ],
        shorthand: "layers",
        example: "- residual: {layers: [dense: 64, leaky_relu, dense: 16], shortcut: [dense: 16]}")

    let layers: [Choice]
    let shortcut: [Choice]

    init(_ values: Values) {
        layers = values.choices("layers")
        shortcut = values["shortcut"] == .null ? [] : values.choices("shortcut")
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let (start, origin, path) = (builder.current, builder.origin, builder.path)
        try builder.lower(layers, path: "\(path).layers.")
        let end = builder.current
        builder.rewind(to: start, origin: origin)
        try builder.lower(shortcut, path: "\(path).shortcut.")
        guard builder.shape == builder.shapes[end] else {
            throw ShapeError(
                "residual: its layers give \(builder.shapes[end]), and its shortcut gives \(builder.shape)",
                help: shortcut.isEmpty
                    ? "without `shortcut` that is the input itself; give one that changes the shape as the layers do"
                    : "both ways must end in one shape")
        }
        try builder.add(Sum(), inputs: [end, builder.current])
    }
}
