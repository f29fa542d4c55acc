import Configuration

/// The last layer of a projection discriminator.
struct Projection: Layer {
    static let elsewhere = [
        Elsewhere(.studioGAN, "d_cond_mtd: PD")
    ]

    static let declaration = Declaration(
        "projection", "one number of a vector and the sample's label: the end of a projection discriminator",
        details: """
            y = x·w + b + V[label]·x, x: [in], w: [in, 1], V: [classes, in]. Miyato & Koyama 2018, eq. 3 with linear ψ. In
            the paper, BigGAN-PyTorch, StudioGAN (PD) and mimicry x is `global_pool: sum` of the last features after a relu,
            and V is spectrally normalized with the rest of the discriminator. R3GAN has no x·w + b. Needs `condition`, whose
            method projection puts it in the place of the discriminator's last `dense: 1`. Checkpoints: weight, bias,
            embed.weight. PyTorch: Linear(in, 1)(x) + (Embedding(classes, in)(label) * x).sum(1, keepdim=True).
            """,
        keys: [.bias, .initializer, .weightTransforms],
        example: """
            - flatten
            - projection
            """)

    let bias: Bool
    let weights: WeightOptions

    init(_ values: Values) {
        bias = values.boolean("bias")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let size = try builder.features(for: "projection")
        let (input, path) = (builder.current, builder.path)
        try builder.add(Matmul(output: Shape([1]), weight: .dense, setting: builder.setting(weights)))
        if bias { try builder.add(Bias()) }
        let linear = builder.current
        let given = builder.keys(weights).merging(["dimension": .integer(size)]) { $1 }
        try builder.lower(Embedding.choice(given), path: "\(path).embed")
        try builder.add(PairProduct(transposesSecond: true, output: Shape([1])), inputs: [input, builder.current])
        try builder.add(Sum(), inputs: [linear, builder.current])
    }
}
