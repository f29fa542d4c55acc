import Configuration

/// Transposed convolution of a sequence; PyTorch's `ConvTranspose1d`.
struct ConvTranspose1D: Layer {
    static let declaration = Declaration(
        "conv_transpose1d", "transposed convolution of a sequence: spreads every input over a window of a longer one",
        details: """
            y[i·stride + u - padding, o] collects x[i, c] · W[c, o, u] over all i, c, u, plus b[o]. A sequence is an image of
            height 1, [1, length, channels]. Output length: (length - 1)·stride - 2·padding + kernel + output_padding.
            PyTorch: ConvTranspose1d (weight [in, out, kernel]).
            """,
        keys: [
            .filters,
            Key("kernel", .integer(1...255), "length of the kernel"),
            Key("stride", .integer(1...255), default: .integer(1), "step between inputs in the output"),
            Key("padding", .integer(0...254), default: .integer(0), "places cut from each side"),
            Key(
                "output_padding", .integer(0...254), default: .integer(0),
                "places added at the end, fewer than the stride"),
            .bias, .initializer, .weightTransforms,
        ],
        example: """
            - reshape: [1, 8, 8]
            - conv_transpose1d: {filters: 16, kernel: 4, stride: 2, padding: 1}
            """)

    let filters: Int
    let kernel: Int
    let stride: Int
    let padding: Int
    let outputPadding: Int
    let bias: Bool
    let weights: WeightOptions

    init(_ values: Values) {
        filters = values.integer("filters")
        kernel = values.integer("kernel")
        stride = values.integer("stride")
        padding = values.integer("padding")
        outputPadding = values.integer("output_padding")
        bias = values.boolean("bias")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let input = try builder.sequence(for: "conv_transpose1d")
        guard outputPadding < stride else {
            throw ShapeError(
                "conv_transpose1d: output_padding \(outputPadding) is not below the stride, \(stride)",
                help: "leave output_padding out, or set it below the stride")
        }
        guard padding < kernel else {
            throw ShapeError(
                "conv_transpose1d: padding \(padding) is not below the kernel, \(kernel)",
                help: "set padding below the kernel")
        }
        let length = (input.width - 1) * stride - 2 * padding + kernel + outputPadding
        guard length > 0 else {
            throw ShapeError(
                "conv_transpose1d: padding \(padding) leaves nothing of the output; its input has shape \(input.shape)",
                help: "lower the padding, or raise the kernel or the stride")
        }
        let window = Window(
            kernel: .along(kernel), stride: .along(stride), padding: Sides(height: 0, width: padding),
            positions: .along(input.width))
        try builder.add(
            TransposedConvolution(
                output: ImageSize(height: 1, width: length, channels: filters), window: window, isSequence: true,
                setting: builder.setting(weights)))
        if bias { try builder.add(Bias()) }
    }
}
