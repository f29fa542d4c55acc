import Configuration

/// y_u = max over p of (x·W_p + b_p)_u. x: [in], W_p: [in, units]. Goodfellow et al. 2013, section 3.
struct Maxout: Layer {
    static let declaration = Declaration(
        "maxout", "fully connected: every output is the largest of several weighted sums",
        details: """
            y_u = max over p of (x·W_p + b_p)_u, x: [in], W_p: [in, units], p = 1 ... pieces: a convex, piecewise linear
            function that is learned. Goodfellow et al. 2013, section 3.
            PyTorch: Linear(in, pieces * units), then unflatten(1, (pieces, units)).amax(1); of equal pieces the first has
            the gradient here, and amax gives each a share.
            The input must be a vector; put `flatten` before it where it is an image.
            """,
        keys: [
            Key("units", .integer(1...Limits.size), "number of outputs"),
            Key("pieces", .integer(1...1024), "weighted sums of which each output is the largest"),
            .bias, .initializer, .weightTransforms,
        ],
        example: "- maxout: {units: 40, pieces: 5}")

    let units: Int
    let pieces: Int
    let bias: Bool
    let weights: WeightOptions

    init(_ values: Values) {
        units = values.integer("units")
        pieces = values.integer("pieces")
        bias = values.boolean("bias")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        _ = try builder.features(for: "maxout")
        let sums = Shape([saturatingProduct(pieces, units)])
        try builder.add(Matmul(output: sums, weight: .dense, setting: builder.setting(weights)))
        if bias { try builder.add(Bias()) }
        try builder.add(Maximum(pieces: pieces, units: units))
    }
}
