import Configuration

/// Normalization over the batch; PyTorch's `BatchNorm1d` and `BatchNorm2d`.
struct BatchNorm: Layer {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "nn.BatchNorm2d",
            differs: "epsilon is 1e-4"),
        Elsewhere(
            .torchGAN, "VirtualBatchNorm",
            differs: "that is another layer, of a fixed reference batch"),
        Elsewhere(
            .pyTorchGAN, "nn.BatchNorm2d(n, 0.8)",
            wrong: "the 0.8 is meant as momentum and is epsilon"),
    ]

    static let declaration = Declaration(
        "batch_norm", "normalizes every channel over the batch",
        details: """
            y = scale · (x - mean) / sqrt(variance + epsilon) + shift, mean and variance of each channel (or of each
            feature of a vector) over the batch and all positions; biased variance. Running averages, with the unbiased
            variance, serve outside of training. Ioffe & Szegedy 2015, algorithm 1. A discriminator with it sees real
            and generated samples in separate batches. PyTorch: BatchNorm1d, BatchNorm2d (weight, bias, running_mean,
            running_var). DCGAN draws the first scales from N(1, 0.02): `batch_norm: {initializer: {normal: {mean: 1,
            std: 0.02}}}`.
            """,
        keys: [
            Key("epsilon", .real(.positive), default: .real(1e-5), "added to the variance"),
            Key(
                "momentum", .real(.unit), default: .real(0.1),
                "share of a new batch in the running averages: running = (1 - momentum)·running + momentum·batch"),
            Key("affine", .boolean, default: .boolean(true), "train scale and shift"),
            .initialScale,
        ],
        example: "- batch_norm")

    let operation: BatchNormalization

    init(_ values: Values) {
        operation = BatchNormalization(
            epsilon: values.real("epsilon"), momentum: values.real("momentum"),
            isAffine: values.boolean("affine"), scale: .scale(values))
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(operation) }
}

extension Key {
    static let initialScale = Key(
        "initializer", .choice(.initializers), default: .null,
        "how the scales start; default: at 1, whatever the network's `initializer`")
}

extension ParameterDeclaration.Start {
    /// From a layer's `initialScale`.
    static func scale(_ values: Values) -> Self {
        values.optionalChoice("initializer").map { .initializer($0) } ?? .constant(1)
    }
}
