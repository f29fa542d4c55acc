import Configuration

/// Convolution over height and width; PyTorch's `Conv2d`.
struct Conv2D: Layer {
    static let declaration = Declaration(
        "conv2d", "convolution over the height and width of an image",
        details: """
            y[i, j, o] = b[o] + sum over u, v, c of x[i·stride + u - padding, j·stride + v - padding, c] · W[u, v, c, o],
            zeros outside the image. Output height: (height + 2·padding - kernel) / stride + 1, rounded down; width alike.
            `padding: same` keeps height and width (stride 1 only). PyTorch: Conv2d (weight [out, in, kernel height,
            kernel width]).
            """,
        keys: [
            .filters,
            .side("kernel", 1...255, "height and width of the kernel, or [height, width]"),
            .side("stride", 1...255, default: 1, "step between outputs, or [vertical, horizontal]"),
            Key(
                "padding", .either([.integer(0...254), .list(of: .integer(0...254), count: 2...2), .word(["same"])]),
                default: .integer(0), "zeros on each side, or [vertical, horizontal], or `same`"),
            .bias, .initializer,
        ] + Key.weightTransforms,
        example: "- conv2d: {filters: 64, kernel: 4, stride: 2, padding: 1}")

    let filters: Int
    let kernel: Sides
    let stride: Sides
    /// nil: `same`.
    let padding: Sides?
    let bias: Bool
    let weights: WeightOptions

    init(_ values: Values) {
        filters = values.integer("filters")
        kernel = Sides(values, "kernel")
        stride = Sides(values, "stride")
        padding = values["padding"] == .text("same") ? nil : Sides(values, "padding")
        bias = values.boolean("bias")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "conv2d")
        let window = try window(over: image)
        if window.coversInput(image) {
            // One output position that sees the whole image is a dense layer, without the detour of a kernel's taps.
            try builder.add(
                Matmul(
                    output: Shape([1, 1, filters]), weight: .convolution(kernel: kernel, inputs: image.channels),
                    setting: builder.setting(weights)))
        } else {
            try builder.add(Convolution(filters: filters, window: window, setting: builder.setting(weights)))
        }
        if bias { try builder.add(Bias()) }
    }

    private func window(over image: ImageSize) throws(ShapeError) -> Window {
        guard let padding else {
            guard stride == Sides(height: 1, width: 1) else {
                throw ShapeError(
                    "conv2d: `padding: same` needs stride 1; the stride is \(stride.text)",
                    help:
                        "give the padding as a number: for kernel 4 and stride 2, `padding: 1` halves height and width")
            }
            let size = Sides(height: image.height, width: image.width)
            // An even kernel needs one zero more on one side: as in PyTorch, below and to the right.
            let before = Sides(height: (kernel.height - 1) / 2, width: (kernel.width - 1) / 2)
            return Window(kernel: kernel, stride: stride, padding: before, positions: size)
        }
        guard padding.height < kernel.height, padding.width < kernel.width else {
            throw ShapeError(
                "conv2d: padding \(padding.text) is not below the kernel, \(kernel.text): whole outputs would see zeros only"
            )
        }
        let free = Sides(
            height: image.height + 2 * padding.height - kernel.height,
            width: image.width + 2 * padding.width - kernel.width)
        guard free.height >= 0, free.width >= 0 else {
            throw ShapeError(
                "conv2d: the kernel, \(kernel.text), is larger than its input \(image.shape) with padding \(padding.text)",
                help: "make the kernel smaller or the padding larger, or downsample less before it")
        }
        let positions = Sides(height: free.height / stride.height + 1, width: free.width / stride.width + 1)
        return Window(kernel: kernel, stride: stride, padding: padding, positions: positions)
    }
}
