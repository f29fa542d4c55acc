import Configuration

/// y = x where x > 0, slope · x elsewhere.
struct LeakyReLU: Layer {
    static let declaration = Declaration(
        "leaky_relu", "a small slope for negative inputs",
        details: "y = x where x > 0, slope · x elsewhere. Maas, Hannun & Ng 2013. PyTorch: LeakyReLU.",
        keys: [
            Key(
                "slope", .real(.nonNegative), default: .real(0.2),
                "factor of negative inputs; 0.2 as GAN papers use it, where PyTorch has 0.01")
        ],
        shorthand: "slope",
        example: "- leaky_relu: 0.2")

    let function: Pointwise.Function

    init(_ values: Values) { function = .leakyRelu(slope: Float(values.real("slope"))) }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
