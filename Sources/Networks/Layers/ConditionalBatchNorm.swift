import Configuration

/// Batch norm whose scales and shifts belong to the sample's class.
struct ConditionalBatchNorm: Layer {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "g_cond_mtd: cBN",
            differs: "epsilon is 1e-4")
    ]

    static let declaration = Declaration(
        "conditional_batch_norm", "batch_norm with a scale and a shift for each class",
        details: """
            y = gain[label] · (x - mean) / sqrt(variance + epsilon) + bias[label], mean and variance as in batch_norm, over all
            classes; gain and bias: [classes, channels], which start at 1 and 0. de Vries et al. 2017; Miyato & Koyama 2018.
            With `one_plus: true` the gain is 1 + gain[label], and both tables start as the network's `initializer` says:
            BigGAN-PyTorch (ccbn with one-hot labels), StudioGAN (ConditionalBatchNorm2d; embed0 and embed1). pfnet/sngan_
            projection: as here without it. compare_gan: gain = W·y without the 1 and drawn at random, and no bias.
            Needs `condition`, whose method projection puts it in the place of every batch_norm of the generator.
            PyTorch: BatchNorm2d(affine=False), Embedding for gain and bias (gain.weight, bias.weight).
            """,
        keys: [
            Key("epsilon", .real(.positive), default: .real(1e-5), "added to the variance"),
            Key(
                "momentum", .real(.unit), default: .real(0.1),
                "share of a new batch in the running averages: running = (1 - momentum)·running + momentum·batch"),
            Key("one_plus", .boolean, default: .boolean(false), "whether the gain is 1 + gain[label]"),
            .initialScale,
        ],
        example: "- conditional_batch_norm")

    let operation: BatchNormalization
    let isOnePlus: Bool
    let initializer: Value

    init(_ values: Values) {
        operation = BatchNormalization(
            epsilon: values.real("epsilon"), momentum: values.real("momentum"), isAffine: false, scale: .constant(1))
        isOnePlus = values.boolean("one_plus")
        initializer = values["initializer"]
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let path = builder.path
        let channels = builder.shape.channels
        try builder.add(operation)
        let normalized = builder.current
        func table(_ name: String, start: Double) throws(ShapeError) -> Int {
            var given: [String: Value] = ["dimension": .integer(channels)]
            if isOnePlus {
                given["initializer"] = initializer
            } else {
                // A table of scales is no linear map: what bounds maps has no business with it.
                given.merge(builder.untransformed) { $1 }
                given["initializer"] =
                    initializer != .null && name == "gain"
                    ? initializer
                    : .choice(
                        Choice(
                            .initializers, ConstantInitializer.declaration.name, Values(["value": .real(start)])))
            }
            try builder.lower(Embedding.choice(given), path: "\(path).\(name)")
            return builder.current
        }
        let gain = try table("gain", start: 1)
        let bias = try table("bias", start: 0)
        try builder.add(Modulation(plus: isOnePlus ? 1 : 0), inputs: [normalized, gain, bias])
    }
}
