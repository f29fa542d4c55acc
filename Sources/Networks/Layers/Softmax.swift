import Configuration

/// y = softmax(x / temperature) over the channels.
struct Softmax: Layer {
    static let declaration = Declaration(
        "softmax", "positive values that add up to 1, over a vector or the channels of each pixel",
        details: """
            y_c = exp(x_c / temperature) / sum over k of exp(x_k / temperature), over all values of a vector, or over the
            channels of each position of an image. Bishop 2006, eq. 4.104. PyTorch: Softmax(1) of x / temperature.
            """,
        keys: [.temperature(1, "what the values are divided by first; a low one comes close to one-hot")],
        shorthand: "temperature",
        example: "- softmax")

    let temperature: Double

    init(_ values: Values) { temperature = values.real("temperature") }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        try builder.add(SoftmaxOverChannels(temperature: temperature))
    }
}

extension Key {
    static func temperature(_ value: Double, _ help: String) -> Key {
        Key("temperature", .real(RealRange(1e-3, 1e3)), default: .real(value), help)
    }
}
