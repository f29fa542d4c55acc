import Configuration

/// Zeroes random values in training; PyTorch's `Dropout`.
struct Dropout: Layer {
    static let declaration = Declaration(
        "dropout", "sets random values to zero in training",
        details: """
            In training each value is zeroed with probability `rate` and the others are divided by 1 - rate; outside of
            training nothing changes. Srivastava et al. 2014. PyTorch: Dropout.
            """,
        keys: [
            Key(
                "rate", .real(RealRange(0, 1, includesUpper: false)), default: .real(0.5),
                "probability that a value is zeroed")
        ],
        shorthand: "rate", example: "- dropout: 0.3")

    let rate: Float

    init(_ values: Values) { rate = Float(values.real("rate")) }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Masking(rate: rate)) }
}
