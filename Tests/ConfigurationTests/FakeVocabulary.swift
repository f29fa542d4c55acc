import Configuration

/// Small registries: enough for every form of key that real ones use.
enum Fake {
    static let vocabulary = Vocabulary([
        .layers: [
            Declaration(
                "dense", "A fully connected layer.",
                keys: [
                    Key("units", .integer(1...65536), "outputs"),
                    Key("bias", .boolean, default: .boolean(true), "whether to add a bias"),
                    Key("initializer", .choice(.initializers), default: .null, "of the weights"),
                ], shorthand: "units", example: "dense: 256"),
            Declaration(
                "conv2d", "A convolution.",
                keys: [
                    Key("filters", .integer(1...65536), "outputs"),
                    Key(
                        "kernel", .either([.integer(1...64), .list(of: .integer(1...64), count: 2...2)]),
                        default: .integer(3), "height and width"),
                    Key("padding", .word(["same", "valid"]), default: .text("same"), "at the borders"),
                ], shorthand: "filters", example: "conv2d: {filters: 64}"),
            Declaration(
                "leaky_relu", "Leaky rectifier.",
                keys: [Key("slope", .real(.nonNegative), default: .real(0.2), "for negative inputs")],
                shorthand: "slope", example: "leaky_relu: 0.2"),
            Declaration(
                "reshape", "Another shape.",
                keys: [Key("shape", .list(of: .integer(1...65536), count: 1...3), "of one sample")],
                shorthand: "shape", example: "reshape: [8, 8, 1]"),
            Declaration("relu", "Rectifier.", example: "relu"),
            Declaration("tanh", "Hyperbolic tangent.", example: "tanh"),
        ],
        .initializers: [
            Declaration("kaiming", "He et al. 2015.", example: "kaiming"),
            Declaration(
                "normal", "Normal.",
                keys: [Key("deviation", .real(.positive), default: .real(0.02), "standard deviation")],
                shorthand: "deviation", example: "normal: 0.02"),
        ],
        .transforms: [
            Declaration("spectral_norm", "W / sigma(W)", example: "spectral_norm: true")
        ],
        .losses: [
            Declaration("non_saturating", "Goodfellow et al. 2014.", example: "non_saturating"),
            Declaration("wasserstein", "Arjovsky et al. 2017.", example: "wasserstein"),
        ],
        .optimizers: [
            Declaration(
                "adam", "Kingma & Ba 2015.",
                keys: [
                    Key("learning_rate", .real(.positive), default: .real(2e-4), "step size"),
                    Key(
                        "betas", .list(of: .real(RealRange(0, 1, includesUpper: false)), count: 2...2),
                        default: .list([.real(0.5), .real(0.999)]), "decay of the two moments"),
                ], shorthand: "learning_rate", example: "adam: {learning_rate: 2e-4}"),
            Declaration(
                "sgd", "Gradient descent.",
                keys: [
                    Key("learning_rate", .real(.positive), "step size"),
                    Key("nesterov", .boolean, default: .boolean(false), "look ahead"),
                ], example: "sgd: {learning_rate: 0.01}"),
        ],
        .schedules: [Declaration("constant", "No change.", example: "constant")],
        .regularizers: [
            Declaration(
                "penalty", "Of gradients.", keys: [Key("weight", .real(.positive), "its factor")],
                shorthand: "weight", example: "regularization: [penalty: 10]"),
            Declaration("noise", "On inputs.", example: "regularization: [noise]"),
        ],
        .priors: [
            Declaration("normal", "Standard normal.", example: "normal"),
            Declaration("uniform", "Between -1 and 1.", example: "uniform"),
        ],
        .metrics: [
            Declaration("modes", "Modes covered.", example: "evaluation: {metrics: [modes]}"),
            Declaration(
                "mmd", "Maximum mean discrepancy.",
                keys: [Key("bandwidth", .real(.positive), default: .null, "of the kernel")],
                example: "evaluation: {metrics: [mmd]}"),
        ],
        .datasets: [
            Declaration("digits", "Handwritten digits.", example: "{dataset: digits}"),
            Declaration(
                "ring", "Gaussians on a circle.",
                keys: [
                    Key("modes", .integer(1...1000), default: .integer(8), "how many"),
                    Key("radius", .real(.positive), default: .real(1), "of the circle"),
                ], example: "{dataset: ring, modes: 8}"),
            Declaration(
                "csv", "Rows.",
                keys: [
                    Key("path", .text, "the file"),
                    Key("label", .either([.integer(1...9999), .text]), default: .null, "by number or header"),
                ], example: "{dataset: csv, path: a.csv}"),
        ],
    ])

    /// A valid file with every usual form in it.
    static let good = """
        name: rings
        description: "How many modes?"
        seed: 7
        data: {dataset: ring, modes: 8}
        noise: {dimension: 2, prior: normal}
        generator:
          layers:
            - dense: 64
            - relu
            - dense: {units: 2, bias: false, initializer: {normal: 0.1}}
          optimizer: {adam: {learning_rate: 1e-3}}
        discriminator:
          layers: &body
            - dense: 64
            - leaky_relu: 0.2
            - dense: 1
        loss: non_saturating
        training: {iterations: 1000}
        evaluation: {every: 100, samples: 500}
        """
}
