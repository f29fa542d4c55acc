import Configuration

/// y = factor · x + shift, neither of them trained.
struct Rescale: Layer {
    static let declaration = Declaration(
        "rescale", "multiplies every value by one number and adds another, neither trained",
        details: """
            y = factor · x + shift. Images are scaled to [-1, 1] here; where another program scales them to [0, 1], a
            generator ends in `sigmoid` and `rescale: {factor: 2, shift: -1}`, and a discriminator begins with
            `rescale: {factor: 0.5, shift: 0.5}`: both networks then compute what they do there (mimicry's CIFAR-10
            networks, compare_gan). PyTorch: factor * x + shift.
            """,
        keys: [
            Key("factor", .real(.any), default: .real(1), "what every value is multiplied by"),
            Key("shift", .real(.any), default: .real(0), "what is then added"),
        ],
        shorthand: "factor", example: "- rescale: {factor: 0.5, shift: 0.5}")

    let function: Pointwise.Function

    init(_ values: Values) {
        function = .affine(scale: Float(values.real("factor")), shift: Float(values.real("shift")))
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
