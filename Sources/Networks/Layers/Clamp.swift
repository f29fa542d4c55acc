import Configuration

/// y = min(max(x, low), high).
struct Clamp: Layer {
    static let declaration = Declaration(
        "clamp", "cuts values off at two bounds",
        details: """
            y = min(max(x, low), high); values beyond a bound pass no gradient. PyTorch: Hardtanh(low, high). HyperGAN:
            clamped_unit, the last layer of its default generator.
            """,
        keys: [
            Key("low", .real(.any), default: .real(-1), "the smallest value"),
            Key("high", .real(.any), default: .real(1), "the largest value, above low"),
        ],
        example: "- clamp: {low: -1, high: 1}")

    let low: Float, high: Float

    init(_ values: Values) {
        low = Float(values.real("low"))
        high = Float(values.real("high"))
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        guard low < high else {
            throw ShapeError("low: \(low) is not below high: \(high)", help: "give the smaller bound as low")
        }
        try builder.add(Pointwise(.clamp(low: low, high: high)))
    }
}
