import Configuration

/// Each pixel's channels divided by the root of their mean square.
struct PixelNorm: Layer {
    static let declaration = Declaration(
        "pixel_norm", "brings the channels of every pixel, or a vector, to a mean square of 1",
        details: """
            y[i, j, c] = x[i, j, c] / sqrt(mean over the channels of x[i, j]² + epsilon). Karras et al. 2018
            (progressive growing), section 4.2; on a vector it is StyleGAN's normalization of the noise. Nothing is trained.
            PyTorch: x * (x.square().mean(1, keepdim=True) + 1e-8).rsqrt(), or RMSNorm without a scale on a vector.
            """,
        keys: [Key("epsilon", .real(.positive), default: .real(1e-8), "added to the mean square")],
        example: "- pixel_norm")

    let epsilon: Double

    init(_ values: Values) { epsilon = values.real("epsilon") }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        try builder.add(Normalization(group: .position, isCentred: false, epsilon: epsilon))
    }
}
