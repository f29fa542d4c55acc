import Configuration

/// Appends how close each sample is to the others of its batch, measured in ways that are learned.
struct MinibatchDiscrimination: Layer {
    static let elsewhere = [
        Elsewhere(.torchGAN, "MinibatchDiscrimination1d")
    ]

    static let declaration = Declaration(
        "minibatch_discrimination",
        "appends how close a sample is to the others of its batch, in ways that are learned",
        details: """
            M = x·T as a matrix [kernels, dimensions]; appended is, for each kernel b, the sum over the other samples j of
            exp(-‖M_i,b - M_j,b‖₁). Salimans et al. 2016, section 3.2. The paper's sum holds the sample itself too, which
            adds 1; its code and TorchGAN (MinibatchDiscrimination1d: out_features = kernels, intermediate_features =
            dimensions) leave it out, as here. The sums grow with the batch: train and evaluate with one size. A
            discriminator with it sees real and generated samples in separate batches, in evaluations too. It ties samples
            together, so gradient penalties refuse it. PyTorch: Linear(in, kernels * dimensions, bias=False) for T.
            """,
        keys: [
            Key("kernels", .integer(1...4096), default: .integer(16), "values that are appended"),
            Key(
                "dimensions", .integer(1...4096), default: .integer(8), "of the space in which each measures distances"),
            .initializer, .weightTransforms,
        ],
        shorthand: "kernels",
        example: """
            - flatten
            - minibatch_discrimination: {kernels: 5, dimensions: 3}
            """)

    let kernels: Int
    let dimensions: Int
    let weights: WeightOptions

    init(_ values: Values) {
        kernels = values.integer("kernels")
        dimensions = values.integer("dimensions")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        _ = try builder.features(for: "minibatch_discrimination")
        let input = builder.current
        let projected = Shape([saturatingProduct(kernels, dimensions)])
        try builder.add(Matmul(output: projected, weight: .dense, setting: builder.setting(weights)))
        try builder.add(SimilarityOverBatch(kernels: kernels, dimensions: dimensions))
        try builder.add(Concatenation(), inputs: [input, builder.current])
    }
}
