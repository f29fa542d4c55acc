import Configuration

/// Means over windows; PyTorch's `AvgPool2d`.
struct AveragePool: Layer {
    static let declaration = Declaration(
        "average_pool", "means over windows of an image, channel by channel",
        details: """
            Every output is the mean over a window; zeros of the padding are counted. Output height:
            (height + 2·padding - kernel) / stride + 1, rounded down; width alike. `average_pool: 2` halves both, as
            the residual discriminators of SNGAN, mimicry, StudioGAN and compare_gan do. PyTorch: AvgPool2d.
            """,
        keys: Pooling.keys, shorthand: "kernel", example: "- average_pool: 2")

    let pooling: Pooling

    init(_ values: Values) { pooling = Pooling(values) }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "average_pool")
        let window = try pooling.window(over: image, for: "average_pool")
        func map(_ inputs: Int, _ side: (Sides) -> Int) -> AxisMap {
            let kernel = side(window.kernel)
            return .window(
                inputs, weights: [Double](repeating: 1 / Double(kernel), count: kernel), stride: side(window.stride),
                padding: side(window.padding), positions: side(window.positions))
        }
        try builder.add(
            Resampling("average \(window.text)", map(image.height, \.height), map(image.width, \.width)))
    }
}
