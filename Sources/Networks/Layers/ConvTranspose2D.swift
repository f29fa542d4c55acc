import Configuration

/// Transposed convolution, the input gradient of a convolution used forwards; PyTorch's `ConvTranspose2d`.
struct ConvTranspose2D: Layer {
    static let declaration = Declaration(
        "conv_transpose2d", "transposed convolution: spreads every input over a window of a larger image",
        details: """
            y[i·stride + u - padding, j·stride + v - padding, o] collects x[i, j, c] · W[c, o, u, v] over all i, j, c, u, v,
            plus b[o]. Output height: (height - 1)·stride - 2·padding + kernel + output_padding; width alike.
            Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", chapter 4.
            PyTorch: ConvTranspose2d (weight [in, out, kernel height, kernel width]).
            """,
        keys: [
            .filters,
            .side("kernel", 1...255, "height and width of the kernel, or [height, width]"),
            .side("stride", 1...255, default: 1, "step between inputs in the output, or [vertical, horizontal]"),
            .side("padding", 0...254, default: 0, "rows and columns cut from each side, or [vertical, horizontal]"),
            .side(
                "output_padding", 0...254, default: 0,
                "rows and columns added below and to the right, fewer than the stride"),
            .bias, .initializer, .weightTransforms,
        ],
        example: "- conv_transpose2d: {filters: 64, kernel: 4, stride: 2, padding: 1}")

    let filters: Int
    let kernel: Sides
    let stride: Sides
    let padding: Sides
    let outputPadding: Sides
    let bias: Bool
    let weights: WeightOptions

    init(_ values: Values) {
        filters = values.integer("filters")
        kernel = Sides(values, "kernel")
        stride = Sides(values, "stride")
        padding = Sides(values, "padding")
        outputPadding = Sides(values, "output_padding")
        bias = values.boolean("bias")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "conv_transpose2d")
        guard outputPadding.height < stride.height, outputPadding.width < stride.width else {
            throw ShapeError(
                "conv_transpose2d: output_padding \(outputPadding.text) is not below the stride, \(stride.text)",
                help: "leave output_padding out, or set it below the stride")
        }
        guard padding.height < kernel.height, padding.width < kernel.width else {
            throw ShapeError(
                "conv_transpose2d: padding \(padding.text) is not below the kernel, \(kernel.text)",
                help: "set padding below the kernel")
        }
        let size = ImageSize(
            height: (image.height - 1) * stride.height - 2 * padding.height + kernel.height + outputPadding.height,
            width: (image.width - 1) * stride.width - 2 * padding.width + kernel.width + outputPadding.width,
            channels: filters)
        guard size.height > 0, size.width > 0 else {
            throw ShapeError(
                "conv_transpose2d: padding \(padding.text) leaves nothing of the output; its input has shape \(image.shape)",
                help: "lower the padding, or raise the kernel or the stride")
        }
        let window = Window(
            kernel: kernel, stride: stride, padding: padding,
            positions: Sides(height: image.height, width: image.width))
        if image.height == 1, image.width == 1, window.coversInput(size) {
            // From one position every output value has one tap: a dense layer whose outputs are a kernel's.
            try builder.add(
                Matmul(
                    output: size.shape, weight: .transposedConvolution(kernel: kernel, outputs: filters),
                    setting: builder.setting(weights)))
        } else {
            try builder.add(TransposedConvolution(output: size, window: window, setting: builder.setting(weights)))
        }
        if bias { try builder.add(Bias()) }
    }
}
