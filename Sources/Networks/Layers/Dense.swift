import Configuration

/// y = x·W + b. x: [in], W: [in, out]; PyTorch's `Linear`, which keeps W as [out, in].
struct Dense: Layer {
    static let declaration = Declaration(
        "dense", "fully connected: every output is a weighted sum of all inputs",
        details: """
            y = x·W + b, x: [in], W: [in, out], b: [out]. PyTorch: Linear (weight [out, in]).
            The input must be a vector; put `flatten` before it where it is an image.
            """,
        keys: [
            Key("units", .integer(1...Limits.size), "number of outputs"), .bias, .initializer, .weightTransforms,
        ],
        shorthand: "units", example: "- dense: 256")

    let units: Int
    let bias: Bool
    let weights: WeightOptions

    init(_ values: Values) {
        units = values.integer("units")
        bias = values.boolean("bias")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        _ = try builder.features(for: "dense")
        try builder.add(Matmul(output: Shape([units]), weight: .dense, setting: builder.setting(weights)))
        if bias { try builder.add(Bias()) }
    }
}
