import Configuration

/// Normalization of groups of channels of each sample; PyTorch's `GroupNorm`.
struct GroupNorm: Layer {
    static let declaration = Declaration(
        "group_norm", "normalizes groups of channels of every sample",
        details: """
            y = scale · (x - mean) / sqrt(variance + epsilon) + shift, mean and biased variance over the positions and
            channels of a group of one sample; scale and shift of each channel. Wu & He 2018. With one group it is a
            layer_norm whose scale is by channel, with as many groups as channels an instance_norm. Does not tie the
            samples of a batch together. PyTorch: GroupNorm(groups, channels).
            """,
        keys: [
            Key(
                "groups", .integer(1...Limits.size), default: .integer(32),
                "runs of channels; their number divides that of the channels"),
            Key("epsilon", .real(.positive), default: .real(1e-5), "added to the variance"),
            Key("affine", .boolean, default: .boolean(true), "train scale and shift"),
        ],
        shorthand: "groups",
        example: "- group_norm: 1")

    let groups: Int
    let epsilon: Double
    let isAffine: Bool

    init(_ values: Values) {
        groups = values.integer("groups")
        epsilon = values.real("epsilon")
        isAffine = values.boolean("affine")
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let channels = builder.shape.channels
        guard channels % groups == 0 else {
            throw ShapeError(
                "group_norm: \(channels) channels cannot be cut into \(groups) groups (from \(builder.origin))",
                help: "the number of groups must divide the number of channels")
        }
        try builder.normalize(.channels(groups: groups), epsilon: epsilon, isAffine: isAffine)
    }
}
