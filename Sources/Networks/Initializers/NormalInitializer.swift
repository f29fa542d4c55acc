import Configuration

/// Weights from N(mean, std²).
struct NormalInitializer: Initializer {
    static let elsewhere = [
        Elsewhere(.studioGAN, "g_init: N02, d_init: N02")
    ]

    static let declaration = Declaration(
        "normal", "normal distribution of a fixed width",
        details: """
            w ~ N(mean, std²). Radford, Metz & Chintala 2016 (DCGAN): std 0.02. Scales of normalization layers stay 1.
            PyTorch: init.normal_.
            """,
        keys: [
            Key("mean", .real(.any), default: .real(0), "mean of the weights"),
            Key("std", .real(.nonNegative), default: .real(0.02), "standard deviation of the weights"),
        ],
        shorthand: "std", example: "initializer: {normal: {std: 0.02}}")

    let mean: Float
    let deviation: Float

    init(_ values: Values) {
        mean = Float(values.real("mean"))
        deviation = Float(values.real("std"))
    }

    func values(_ shape: [Int]) -> InitialValues { .normal(mean: mean, deviation: deviation) }
}
