import Configuration

/// y = x where x > 0, a · x elsewhere, a trained.
struct PReLU: Layer {
    static let declaration = Declaration(
        "prelu", "a trained slope for negative inputs",
        details: """
            y = x where x > 0, a · x elsewhere; a is trained: one for the whole layer, or one for each channel.
            He et al. 2015, eq. 1. PyTorch: PReLU(num_parameters).
            """,
        keys: [
            Key("slope", .real(.any), default: .real(0.25), "what a starts at"),
            Key("per_channel", .boolean, default: .boolean(false), "train an a for each channel"),
        ],
        shorthand: "slope",
        example: "- prelu")

    let slope: Float
    let isShared: Bool

    init(_ values: Values) {
        slope = Float(values.real("slope"))
        isShared = !values.boolean("per_channel")
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        try builder.add(Slopes(isShared: isShared, start: slope))
    }
}
