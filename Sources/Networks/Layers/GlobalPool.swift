import Configuration

/// Sums or means over all positions of an image.
struct GlobalPool: Layer {
    static let declaration = Declaration(
        "global_pool", "sums or means over all positions of an image: a vector of its channels",
        details: """
            y[c] = sum over i, j of x[i, j, c], or their mean. Discriminators of SNGAN, BigGAN, mimicry and StudioGAN
            end in `global_pool: sum` and a `dense: 1`; those of compare_gan in the mean. PyTorch: x.sum((2, 3)) or
            x.mean((2, 3)).
            """,
        keys: [Key("mode", .word(["sum", "mean"]), default: .text("mean"), "what is taken over the positions")],
        shorthand: "mode",
        example: "- global_pool: sum")

    let isMean: Bool

    init(_ values: Values) { isMean = values.text("mode") == "mean" }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "global_pool")
        func map(_ side: Int) -> AxisMap { .whole(side, weight: isMean ? 1 / Double(side) : 1) }
        let name = isMean ? "mean of positions" : "sum of positions"
        try builder.add(Resampling(name, map(image.height), map(image.width)))
        try builder.add(View(Shape([image.channels])))
    }
}
