import Configuration

/// Batch norm whose scale and shift are made of the noise.
struct SelfModulatedBatchNorm: Layer {
    static let declaration = Declaration(
        "self_modulated_batch_norm", "batch_norm whose scale and shift are made of the noise by a small network",
        details: """
            y = (1 + gain(h)) · (x - mean) / sqrt(variance + epsilon) + bias(h), h = relu(hidden(z)), mean and variance as in
            batch_norm; hidden, gain and bias are dense layers, z the vector with the id in `from`; default: the network's
            input. Chen et al. 2019 (self-modulation), eq. 1 and 2, where h has 32 units; compare_gan: the gain's bias starts
            at 1, as here 1 + gain. PyTorch: BatchNorm2d(affine=False), Linear layers hidden, gain and bias.
            """,
        keys: [
            .style, Key("hidden", .integer(1...Limits.size), default: .integer(32), "units of the hidden layer"),
            Key("epsilon", .real(.positive), default: .real(1e-5), "added to the variance"),
            Key(
                "momentum", .real(.unit), default: .real(0.1),
                "share of a new batch in the running averages: running = (1 - momentum)·running + momentum·batch"),
            .initializer, .weightTransforms,
        ],
        shorthand: "from",
        example: """
            - flatten
            - dense: {units: 6, id: noise}
            - dense: 5
            - self_modulated_batch_norm: {from: noise, hidden: 8}
            """)

    var joins: Bool { true }

    let operation: BatchNormalization
    let hidden: Int
    let style: Style

    init(_ values: Values) {
        operation = BatchNormalization(
            epsilon: values.real("epsilon"), momentum: values.real("momentum"), isAffine: false, scale: .constant(1))
        hidden = values.integer("hidden")
        style = Style(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let channels = builder.shape.channels
        let source = try style.source(builder, for: "self_modulated_batch_norm")
        try builder.add(operation)
        try style.modulate(&builder, by: source, channels: channels, hidden: hidden)
    }
}
