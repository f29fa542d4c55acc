import Configuration

/// Normalization of every channel of each sample; PyTorch's `InstanceNorm2d`.
struct InstanceNorm: Layer {
    static let declaration = Declaration(
        "instance_norm", "normalizes every channel of every sample over its positions",
        details: """
            y = scale · (x - mean) / sqrt(variance + epsilon) + shift, mean and biased variance of each channel of one
            sample; scale and shift of each channel, where `affine`. Ulyanov, Vedaldi & Lempitsky 2016. Does not tie the
            samples of a batch together. PyTorch: InstanceNorm2d, whose affine is False by default as well.
            """,
        keys: [
            Key("epsilon", .real(.positive), default: .real(1e-5), "added to the variance"),
            Key("affine", .boolean, default: .boolean(false), "train scale and shift"),
        ],
        example: "- instance_norm")

    let epsilon: Double
    let isAffine: Bool

    init(_ values: Values) {
        epsilon = values.real("epsilon")
        isAffine = values.boolean("affine")
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "instance_norm")
        try builder.normalize(.channels(groups: image.channels), epsilon: epsilon, isAffine: isAffine)
    }
}

extension GraphBuilder {
    /// Normalization of groups, then scale and shift of each channel where asked for.
    mutating func normalize(
        _ group: Normalization.Group, epsilon: Double, isAffine: Bool
    ) throws(ShapeError) {
        try add(Normalization(group: group, isCentred: true, epsilon: epsilon))
        guard isAffine else { return }
        try add(Scaling())
        try add(Bias())
    }
}
