import Configuration

/// Minus the mean distance of the current value to the network's input: what a discriminator that is an autoencoder
/// gives.
struct ReconstructionError: Layer {
    static let declaration = Declaration(
        "reconstruction_error", "minus the mean distance of a value to the network's input: the end of an autoencoder",
        details: """
            y = -mean |r - x|, or -mean (r - x)² with `norm: l2`, over all values of a sample; r is what the layer before
            gives and x the network's input, or the value with the id in `from`, of one shape. It makes a discriminator of
            an autoencoder, as BEGAN (Berthelot et al. 2017, eq. 1, l1) and EBGAN (Zhao et al. 2017, l2) have it: what it
            reconstructs well is real, so a larger output speaks for a real sample, as everywhere here. Papers write the
            error itself, with the other sign. PyTorch: -(r - x).abs().mean((1, 2, 3)).
            """,
        keys: [
            Key("norm", .word(["l1", "l2"]), default: .text("l1"), "absolute or squared differences"),
            .compared,
        ],
        shorthand: "norm",
        example: """
            - flatten
            - dense: {units: 7, id: code}
            - tanh
            - dense: 7
            - reconstruction_error: {from: code}
            """)

    var joins: Bool { true }
    let isSquared: Bool

    init(_ values: Values) { isSquared = values.text("norm") == "l2" }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let (id, source) = builder.joined.first ?? ("input", 0)
        let value = builder.current
        guard builder.shapes[source].count == builder.shape.count else {
            throw ShapeError(
                "reconstruction_error: '\(id)' has shape \(builder.shapes[source]), and what is to be like it has "
                    + "\(builder.shape) (from \(builder.origin))",
                help: "give both one shape, with `reshape` or another number of units or filters before it")
        }
        let count = builder.shape.count
        func line(of value: Int) throws(ShapeError) -> Int {
            builder.rewind(to: value, origin: builder.origin)
            try builder.add(View(Shape([count, 1, 1])))
            return builder.current
        }
        let made = try line(of: value)
        let given = try line(of: source)
        builder.rewind(to: given, origin: builder.origin)
        try builder.add(Pointwise(.affine(scale: -1, shift: 0)))
        try builder.add(Sum(), inputs: [made, builder.current])
        try builder.add(Pointwise(isSquared ? .square : .absolute))
        try builder.add(
            Resampling(
                "mean of values", .whole(count, weight: -1 / Double(count)), .whole(1, weight: 1)))
        try builder.add(View(Shape([1])))
    }
}

extension Key {
    fileprivate static let compared = Key(
        "from", .either([.text, .list(of: .text, count: 1...1)]), default: .null,
        "the id of the layer that gives what is compared with, or `input`; default: the network's input")
}
