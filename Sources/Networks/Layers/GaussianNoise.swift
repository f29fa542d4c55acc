import Configuration

/// Adds normal numbers in training.
struct GaussianNoise: Layer {
    static let declaration = Declaration(
        "gaussian_noise", "adds normal noise to every value in training",
        details: """
            y = x + std · n, n ~ N(0, 1) for each value anew; outside of training y = x. Between the layers of a
            discriminator as in Salimans et al. 2016; noise on what the whole discriminator sees is
            `regularization: [instance_noise]`. Keras: GaussianNoise. PyTorch: x + std * torch.randn_like(x).
            """,
        keys: [Key("std", .real(.nonNegative), default: .real(0.1), "standard deviation of the noise")],
        shorthand: "std", example: "- gaussian_noise: 0.1")

    let deviation: Float

    init(_ values: Values) { deviation = Float(values.real("std")) }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Noise(deviation: deviation)) }
}
