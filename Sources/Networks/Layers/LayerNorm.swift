import Configuration

/// Normalization over each sample; PyTorch's `LayerNorm` over the whole sample.
struct LayerNorm: Layer {
    static let declaration = Declaration(
        "layer_norm", "normalizes every sample over all of its values",
        details: """
            y = scale · (x - mean) / sqrt(variance + epsilon) + shift, mean and variance over all values of one sample,
            scale and shift of the sample's shape. Ba, Kiros & Hinton 2016, equations 3 and 4. Does not tie the samples
            of a batch together. PyTorch: LayerNorm([channels, height, width]) or LayerNorm(features).
            """,
        keys: [
            Key("epsilon", .real(.positive), default: .real(1e-5), "added to the variance"),
            Key("affine", .boolean, default: .boolean(true), "train scale and shift"),
        ],
        example: "- layer_norm")

    let operation: LayerNormalization

    init(_ values: Values) {
        operation = LayerNormalization(epsilon: values.real("epsilon"), isAffine: values.boolean("affine"))
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(operation) }
}
