/// What convolutions of images and of sequences have in common.
struct Convolutional {
    /// Its name, for messages.
    let layer: String
    let filters: Int
    let kernel: Sides
    let stride: Sides
    /// nil: `same`.
    let padding: Sides?
    let groups: Int
    let dilation: Sides
    let bias: Bool
    /// Whether it is over an image of height 1.
    let isSequence: Bool
    let weights: WeightOptions

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = isSequence ? try builder.sequence(for: layer) : try builder.image(for: layer)
        for (name, channels) in [("input", image.channels), ("output", filters)] where channels % groups != 0 {
            throw ShapeError(
                "\(layer): the \(channels) channels of the \(name) cannot be cut into \(groups) groups",
                help: "the number of groups must divide the channels of the input and the filters")
        }
        let window = try window(over: image)
        let setting = try builder.setting(weights)
        if groups > 1 || dilation != .one {
            try builder.add(
                GroupedConvolution(
                    filters: filters, groups: groups, window: window, dilation: dilation, isSequence: isSequence,
                    setting: setting))
        } else if !isSequence, window.coversInput(image) {
            // One output position that sees the whole image is a dense layer, without the detour of a kernel's taps.
            try builder.add(
                Matmul(
                    output: Shape([1, 1, filters]), weight: .convolution(kernel: kernel, inputs: image.channels),
                    setting: setting))
        } else {
            try builder.add(Convolution(filters: filters, window: window, isSequence: isSequence, setting: setting))
        }
        if bias { try builder.add(Bias()) }
    }

    /// A size as a file gives it.
    private func text(_ sides: Sides) -> String { isSequence ? "\(sides.width)" : sides.text }

    func window(over image: ImageSize) throws(ShapeError) -> Window {
        // What the kernel reaches over.
        let reach = Sides(
            height: (kernel.height - 1) * dilation.height + 1, width: (kernel.width - 1) * dilation.width + 1)
        guard let padding else {
            guard stride == .one else {
                throw ShapeError(
                    "\(layer): `padding: same` needs stride 1; the stride is \(text(stride))",
                    help: isSequence
                        ? "give the padding as a number: for kernel 4 and stride 2, `padding: 1` halves the length"
                        : "give the padding as a number: for kernel 4 and stride 2, `padding: 1` halves height and width"
                )
            }
            let size = Sides(height: image.height, width: image.width)
            // An even kernel needs one zero more on one side: as in PyTorch, below and to the right.
            let before = Sides(height: (reach.height - 1) / 2, width: (reach.width - 1) / 2)
            return Window(kernel: kernel, stride: stride, padding: before, positions: size)
        }
        guard padding.height < reach.height, padding.width < reach.width else {
            throw ShapeError(
                "\(layer): padding \(text(padding)) is not below the kernel, \(text(reach)): whole outputs would see zeros only",
                help: "set padding below the kernel"
            )
        }
        let free = Sides(
            height: image.height + 2 * padding.height - reach.height,
            width: image.width + 2 * padding.width - reach.width)
        guard free.height >= 0, free.width >= 0 else {
            throw ShapeError(
                "\(layer): the kernel, \(text(reach)), is larger than its input \(image.shape) with padding \(text(padding))",
                help: "make the kernel smaller or the padding larger, or downsample less before it")
        }
        let positions = Sides(height: free.height / stride.height + 1, width: free.width / stride.width + 1)
        return Window(kernel: kernel, stride: stride, padding: padding, positions: positions)
    }
}

extension GraphBuilder {
    /// The current shape as a sequence: an image of height 1.
    func sequence(for layer: String) throws(ShapeError) -> ImageSize {
        if let image = shape.image, image.height == 1 { return image }
        throw ShapeError(
            "\(layer) needs a sequence [1, length, channels]; its input has shape \(shape) (from \(origin))",
            help: shape.features.map { "put `reshape: [1, \($0), 1]` before it" }
                ?? "put a `reshape: [1, length, channels]` before it")
    }
}
