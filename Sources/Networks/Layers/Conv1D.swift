import Configuration

/// Convolution over a sequence; PyTorch's `Conv1d`.
struct Conv1D: Layer {
    static let declaration = Declaration(
        "conv1d", "convolution over the length of a sequence",
        details: """
            y[i, o] = b[o] + sum over u, c of x[i·stride + u·dilation - padding, c] · W[u, c, o], zeros outside the sequence.
            A sequence is an image of height 1, [1, length, channels]: `reshape: [1, 100, 1]` makes one of 100 numbers.
            Output length: (length + 2·padding - dilation·(kernel - 1) - 1) / stride + 1, rounded down. `padding: same` keeps
            the length (stride 1 only). `groups` and `dilation` as in conv2d. PyTorch: Conv1d (weight [out, in / groups,
            kernel]). WaveGAN's are {kernel: 25, stride: 4}, padded to a quarter of the length.
            """,
        keys: [
            .filters,
            Key("kernel", .integer(1...255), "length of the kernel"),
            Key("stride", .integer(1...255), default: .integer(1), "step between outputs"),
            Key(
                "padding", .either([.integer(0...254), .word(["same"])]), default: .integer(0),
                "zeros on each side, or `same`"),
            .groups,
            Key(
                "dilation", .integer(1...255), default: .null,
                "places from one tap of the kernel to the next. Default: 1"),
            .bias, .initializer, .weightTransforms,
        ],
        example: """
            - reshape: [1, 8, 8]
            - conv1d: {filters: 16, kernel: 4, stride: 2, padding: 1}
            """)

    let layer: Convolutional

    init(_ values: Values) {
        layer = Convolutional(
            layer: "conv1d", filters: values.integer("filters"),
            kernel: .along(values.integer("kernel")), stride: .along(values.integer("stride")),
            padding: values["padding"] == .text("same")
                ? nil : Sides(height: 0, width: values.integer("padding")),
            groups: values.optionalInteger("groups") ?? 1,
            dilation: .along(values.optionalInteger("dilation") ?? 1), bias: values.boolean("bias"), isSequence: true,
            weights: WeightOptions(values))
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try layer.lower(&builder) }
}

extension Sides {
    /// Of a sequence.
    static func along(_ width: Int) -> Sides { Sides(height: 1, width: width) }
}
