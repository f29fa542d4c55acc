import Configuration

/// The same trained values for every sample, whatever the input.
struct LearnedConstant: Layer {
    static let declaration = Declaration(
        "learned_constant", "ignores its input: trained values that are the same for every sample",
        details: """
            y = c, c: a trained tensor of the given shape. As a whole generator it makes one point, which is the
            generator of the Dirac-GAN (Mescheder, Geiger & Nowozin 2018, definition 2.1); as a first layer it is the
            constant input of StyleGAN (Karras et al. 2019). PyTorch: a Parameter of that shape (channels first),
            expanded to the batch. Checkpoints name it `value`.
            """,
        keys: [
            Key(
                "shape", .either([.integer(1...Limits.size), .list(of: .integer(1...Limits.size), count: 1...3)]),
                "shape of one sample: a number of features, or [height, width, channels]"),
            Key("value", .real(.any), default: .real(0), "what every element starts at"),
            Key(
                "initializer", .choice(.initializers), default: .null,
                "how the elements start; default: at `value`. StyleGAN: `{normal: 1}`"),
        ],
        shorthand: "shape", example: "- learned_constant: {shape: 2, value: 0.5}")

    let shape: Shape
    let start: ParameterDeclaration.Start

    init(_ values: Values) {
        shape = Shape(values.integers("shape"))
        start = values.optionalChoice("initializer").map { .initializer($0) } ?? .constant(Float(values.real("value")))
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        guard shape.dimensions.count != 2 else {
            throw ShapeError(
                "learned_constant gives \(shape), which is neither a vector nor an image",
                help: "name the channels too: `shape: [\(shape.dimensions[0]), \(shape.dimensions[1]), 1]`")
        }
        try builder.add(Constant(shape: shape, start: start))
    }
}
