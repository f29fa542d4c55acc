import Configuration

/// The largest value of windows; PyTorch's `MaxPool2d`.
struct MaxPool: Layer {
    static let declaration = Declaration(
        "max_pool", "largest values of windows of an image, channel by channel",
        details: """
            Every output is the largest value within a window; the padding takes no part. Of equal values the first,
            line by line, has the gradient. Output height: (height + 2·padding - kernel) / stride + 1, rounded down; width
            alike. PyTorch: MaxPool2d.
            """,
        keys: Pooling.keys, shorthand: "kernel", example: "- max_pool: 2")

    let pooling: Pooling

    init(_ values: Values) { pooling = Pooling(values) }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "max_pool")
        try builder.add(MaximumOfWindow(window: pooling.window(over: image, for: "max_pool")))
    }
}
