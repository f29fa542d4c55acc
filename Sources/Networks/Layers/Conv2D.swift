import Configuration

/// Convolution over height and width; PyTorch's `Conv2d`.
struct Conv2D: Layer {
    static let declaration = Declaration(
        "conv2d", "convolution over the height and width of an image",
        details: """
            y[i, j, o] = b[o] + sum over u, v, c of x[i·stride + u - padding, j·stride + v - padding, c] · W[u, v, c, o],
            zeros outside the image. Output height: (height + 2·padding - kernel) / stride + 1, rounded down; width alike.
            `padding: same` keeps height and width (stride 1 only). PyTorch: Conv2d (weight [out, in, kernel height,
            kernel width]). With `groups` the channels are cut into as many runs, and output channels of run g see the input
            channels of run g alone (PyTorch: weight [out, in / groups, ...]); `groups` equal to the channels is a depthwise
            convolution. With `dilation` d the taps are d pixels apart: u and v count in steps of d, and the kernel in the
            formulas is as large as it reaches, d·(kernel - 1) + 1. Both run on a plain kernel, slower for the same
            operations.
            """,
        keys: [
            .filters,
            .side("kernel", 1...255, "height and width of the kernel, or [height, width]"),
            .side("stride", 1...255, default: 1, "step between outputs, or [vertical, horizontal]"),
            Key(
                "padding", .either([.integer(0...254), .list(of: .integer(0...254), count: 2...2), .word(["same"])]),
                default: .integer(0), "zeros on each side, or [vertical, horizontal], or `same`"),
            .groups, .dilation, .bias, .initializer, .weightTransforms,
        ],
        example: "- conv2d: {filters: 64, kernel: 4, stride: 2, padding: 1}")

    let filters: Int
    let kernel: Sides
    let stride: Sides
    /// nil: `same`.
    let padding: Sides?
    let groups: Int
    let dilation: Sides
    let bias: Bool
    let weights: WeightOptions

    init(_ values: Values) {
        filters = values.integer("filters")
        kernel = Sides(values, "kernel")
        stride = Sides(values, "stride")
        padding = values["padding"] == .text("same") ? nil : Sides(values, "padding")
        groups = values.optionalInteger("groups") ?? 1
        dilation = values["dilation"] == .null ? .one : Sides(values, "dilation")
        bias = values.boolean("bias")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        try Convolutional(
            layer: "conv2d", filters: filters, kernel: kernel, stride: stride, padding: padding, groups: groups,
            dilation: dilation, bias: bias, isSequence: false, weights: weights
        ).lower(&builder)
    }
}
