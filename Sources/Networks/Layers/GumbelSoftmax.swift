import Configuration

/// y = softmax((x + g) / temperature), g Gumbel noise: a category drawn in a way that has a gradient.
struct GumbelSoftmax: Layer {
    static let declaration = Declaration(
        "gumbel_softmax", "draws a category, nearly one-hot, in a way that has a gradient",
        details: """
            y = softmax((x + g) / temperature) over a vector or the channels of each pixel, g = -log(-log(u)) with u
            uniform on (0, 1) for each value anew. The largest value of y is a category drawn with the probabilities
            softmax(x), whatever the temperature; a low temperature brings y close to one-hot. Jang, Gu & Poole 2017,
            eq. 2; Maddison, Mnih & Teh 2017. The noise is drawn outside of training too, as CTGAN does (temperature 0.2),
            since without it samples would always take the most probable category; there it depends on the sample's values
            and its row, so the same noise vectors give the same samples. PyTorch: functional.gumbel_softmax(x, tau)
            (default tau 1, and `hard=False`).
            """,
        keys: [.temperature(0.2, "of the softmax; CTGAN: 0.2")],
        shorthand: "temperature",
        example: "- gumbel_softmax: 0.5")

    let temperature: Double

    init(_ values: Values) { temperature = values.real("temperature") }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        try builder.add(GumbelNoise())
        try builder.add(SoftmaxOverChannels(temperature: temperature))
    }
}
