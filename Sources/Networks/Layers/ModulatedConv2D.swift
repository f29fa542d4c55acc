import Configuration

/// A convolution whose weights every sample scales by a style of its own, and brings back to unit length.
struct ModulatedConv2D: Layer {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "SynthesisLayer, ToRGBLayer (demodulate: false), backbone stylegan2",
            differs:
                "a SynthesisLayer also enlarges, adds noise and has an activation of its own; the style's weights, and a ToRGBLayer's style, are divided by the root of what goes in at every pass"
        ),
        Elsewhere(
            .mmagic, "ModulatedConv2d(kernel_size, demodulate=True, eps=1e-8)",
            differs:
                "the style's weights and its own are divided by the root of what goes in at every pass, which shows without demodulation alone; padding=0 is taken for none given, and half the kernel in its place"
        ),
    ]

    static let declaration = Declaration(
        "modulated_conv2d", "conv2d whose weights each sample scales by a style, input channel by input channel",
        details: """
            y = sum over u, v, c of x[., ., c] · w'[u, v, c, o] as conv2d has it, with weights of each sample's own:
            w'[u, v, c, o] = (1 + gain(s)[c]) · W[u, v, c, o] / sqrt(sum over u, v, c of ((1 + gain(s)[c]) · W[u, v, c, o])² + epsilon).
            gain is a dense layer of the style s: [features] -> [input channels]; s is the vector with the id in `from`;
            default: the network's input. With `demodulate: false` there is no division. Karras et al. 2020 (StyleGAN2,
            arXiv:1912.04958), eq. 1 and 3, where the gain is s, whose bias starts at 1, as here 1 + gain; its
            convolutions to colours are not demodulated. It is computed as x scaled before and y after one convolution that
            all samples share. To enlarge an image as StyleGAN2 does, put `upsample: {factor: 2, mode: bilinear}` before it,
            which is its filter [1, 3, 3, 1] but at the edges. PyTorch: gain.weight, gain.bias, weight, bias.
            StyleGAN2's equalized learning rate is not here.
            """,
        keys: [
            .style, .filters, .side("kernel", 1...255, "height and width of the kernel, or [height, width]"),
            .side("stride", 1...255, default: 1, "step between outputs, or [vertical, horizontal]"),
            Key(
                "padding", .either([.integer(0...254), .list(of: .integer(0...254), count: 2...2), .word(["same"])]),
                default: .text("same"), "zeros on each side, or [vertical, horizontal], or `same`"),
            Key("demodulate", .boolean, default: .boolean(true), "bring each output channel's weights to length 1"),
            Key("epsilon", .real(.positive), default: .real(1e-8), "added to the square of that length")
                .needing("demodulate", [.boolean(true)]),
            .bias, .initializer, .weightTransforms,
        ],
        example: """
            - flatten
            - dense: {units: 6, id: style}
            - dense: 64
            - reshape: [4, 4, 4]
            - modulated_conv2d: {from: style, filters: 8, kernel: 3}
            """)

    var joins: Bool { true }

    let convolution: Convolutional
    let epsilon: Double?
    let style: Style

    init(_ values: Values) {
        convolution = Convolutional(
            layer: Self.declaration.name, filters: values.integer("filters"), kernel: Sides(values, "kernel"),
            stride: Sides(values, "stride"),
            padding: values["padding"] == .text("same") ? nil : Sides(values, "padding"), groups: 1, dilation: .one,
            bias: values.boolean("bias"), isSequence: false, weights: WeightOptions(values))
        epsilon = values.boolean("demodulate") ? values.real("epsilon") : nil
        style = Style(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let (x, image) = (builder.current, try builder.image(for: convolution.layer))
        let window = try convolution.window(over: image)
        let setting = try builder.setting(convolution.weights)
        let source = try style.source(builder, for: convolution.layer)
        let gain = try style.dense(&builder, "gain", of: source, units: image.channels)
        let product = Convolution(filters: convolution.filters, window: window, setting: setting)
        if let epsilon {
            try builder.add(Pointwise(.affine(scale: 1, shift: 1)))
            try builder.add(Pointwise(.square))
            try builder.add(
                SquaredWeightsProduct(
                    inputs: image.channels, filters: convolution.filters, window: window, setting: setting))
            let squares = builder.current
            try builder.add(Pointwise(.inverseRoot(epsilon: Float(epsilon))))
            let factor = builder.current
            try builder.add(Modulation(plus: 1), inputs: [x, gain])
            try builder.add(product, inputs: [builder.current], sharing: squares)
            try builder.add(Modulation(plus: 0), inputs: [builder.current, factor])
        } else {
            try builder.add(Modulation(plus: 1), inputs: [x, gain])
            try builder.add(product)
        }
        if convolution.bias { try builder.add(Bias()) }
    }
}
