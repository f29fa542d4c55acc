import Configuration

/// Zeroes random channels in training; PyTorch's `Dropout2d`.
struct ChannelDropout: Layer {
    static let declaration = Declaration(
        "channel_dropout", "sets whole channels of an image to zero in training",
        details: """
            In training each channel of each sample is zeroed with probability `rate` and the others are divided by
            1 - rate; outside of training nothing changes. Tompson et al. 2015. PyTorch: Dropout2d, which the
            discriminators of PyTorch-GAN have at 0.25.
            """,
        keys: [
            Key(
                "rate", .real(RealRange(0, 1, includesUpper: false)), default: .real(0.5),
                "probability that a channel is zeroed")
        ],
        shorthand: "rate", example: "- channel_dropout: 0.25")

    let rate: Float

    init(_ values: Values) { rate = Float(values.real("rate")) }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        _ = try builder.image(for: "channel_dropout")
        try builder.add(ChannelMasking(rate: rate))
    }
}
