import Configuration

/// Every position reads from all positions of the image; the self-attention of SAGAN.
struct SelfAttention: Layer {
    static let elsewhere = [
        Elsewhere(.studioGAN, "apply_attn: true, attn_g_loc, attn_d_loc"),
        Elsewhere(
            .torchGAN, "SelfAttention2d",
            wrong:
                "the softmax is over the positions that read, not over those that are read, so that the weights of one "
                + "output do not add up to 1"),
    ]

    static let declaration = Declaration(
        "self_attention", "lets every position of an image read from all others",
        details: """
            With queries q = θ(x), keys k = φ(x) and values v = g(x), convolutions of kernel 1 without bias:
            y_i = x_i + γ · o(sum over j of β_ij · v_j), β_i = softmax over j of (q_i · k_j), o a convolution of kernel 1 back
            to the input's channels, γ one trained number that starts at 0, so that the layer starts as the identity.
            Zhang et al. 2019 (SAGAN), equations 1 to 3. θ and φ have channels / 8, v channels / 2; keys and values are
            max-pooled by `pool`, as in the published code, BigGAN-PyTorch (Attention), StudioGAN (SelfAttention), mimicry
            and compare_gan; the paper's formula is `pool: 1`. Checkpoints name the weights as BigGAN-PyTorch does:
            theta.weight, phi.weight, g.weight, o.weight, gamma. The number of β is the square of the positions: use it
            at 8x8 to 32x32.
            """,
        keys: [
            Key(
                "channels", .integer(1...Limits.size), default: .null,
                "of queries and keys; default: an eighth of the input's"),
            Key(
                "values", .integer(1...Limits.size), default: .null,
                "channels of the values; default: half the input's"),
            Key(
                "pool", .integer(1...16), default: .integer(2), "window of the max-pooling of keys and values; 1: none"),
            .initializer, .weightTransforms,
        ],
        example: "- self_attention")

    let channels: Int?
    let valueChannels: Int?
    let pool: Int
    /// Of the convolutions.
    let weights: WeightOptions

    init(_ values: Values) {
        channels = values.optionalInteger("channels")
        valueChannels = values.optionalInteger("values")
        pool = values.integer("pool")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "self_attention")
        guard pool <= min(image.height, image.width) else {
            throw ShapeError(
                "self_attention: the window of its pooling, \(pool), is larger than its input \(image.shape)",
                help: "write `self_attention: {pool: 1}`")
        }
        let (input, origin, path) = (builder.current, builder.origin, builder.path)
        func part(_ name: String, _ filters: Int, pools: Bool) throws(ShapeError) -> Int {
            builder.rewind(to: input, origin: origin)
            try convolve(name, filters, &builder, path)
            if pools, pool > 1 {
                let (height, width) = (image.height / pool, image.width / pool)
                let sides = Sides(height: pool, width: pool)
                try builder.add(
                    MaximumOfWindow(
                        window: Window(
                            kernel: sides, stride: sides, padding: Sides(height: 0, width: 0),
                            positions: Sides(height: height, width: width))))
            }
            return builder.current
        }
        let inner = channels ?? max(1, image.channels / 8)
        let queries = try part("theta", inner, pools: false)
        let keys = try part("phi", inner, pools: true)
        let values = try part("g", valueChannels ?? max(1, image.channels / 2), pools: true)
        let (positions, sources) = (image.height * image.width, builder.shapes[keys].count / inner)
        try builder.add(
            PairProduct(transposesSecond: true, output: Shape([positions, sources])), inputs: [queries, keys])
        try builder.add(SoftmaxOverChannels(temperature: 1))
        let read = Shape([image.height, image.width, builder.shapes[values].channels])
        try builder.add(PairProduct(transposesSecond: false, output: read), inputs: [builder.current, values])
        try convolve("o", image.channels, &builder, path)
        try builder.add(Scaling(isShared: true, start: .constant(0), name: "gamma"))
        try builder.add(Sum(), inputs: [builder.current, input])
    }

    private func convolve(
        _ name: String, _ filters: Int, _ builder: inout GraphBuilder, _ path: String
    ) throws(ShapeError) {
        let given: [String: Value] = ["filters": .integer(filters), "kernel": .integer(1), "bias": .boolean(false)]
        try builder.lower(Conv2D.choice(given.merging(builder.keys(weights)) { $1 }), path: "\(path).\(name)")
    }
}

extension Layer {
    /// A layer that another one is made of, with the defaults of the keys that are not given.
    static func choice(_ given: [String: Value] = [:]) -> Choice { declaration.choice(.layers, given) }
}
