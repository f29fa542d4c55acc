import Configuration

/// Dense layers.
struct MLPPreset: Preset {
    static let declaration = Declaration(
        "mlp", "dense layers: for points, tables, texts and small images",
        details: """
            Generator: `depth` times dense and relu, then dense to the sample's values, in their range: tanh or sigmoid for
            images and sounds, softmax for texts, `table` for tables, nothing for other numbers. Discriminator: flatten,
            `depth` times dense and leaky_relu 0.2, dense: 1. Weights start by the network's `initializer`.
            Goodfellow et al. 2014 had two such layers, with maxout in the discriminator. WGAN-GP's toy (Gulrajani et al.
            2017, gan_toy.py) is `mlp: {width: 512, depth: 3}` with relu in both networks.
            """,
        keys: [
            .presetWidth(256, "units of every hidden layer"),
            Key("depth", .integer(1...100), default: .integer(2), "hidden layers"),
        ],
        shorthand: "width", example: "preset: {mlp: {width: 128, depth: 3}}")

    let width: Int
    let depth: Int

    init(_ values: Values) {
        width = values.integer("width")
        depth = values.integer("depth")
    }

    func generator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let hidden = (0..<depth).flatMap { _ in [PresetLayers().dense(width), ReLU.choice()] }
        if site.ending == .table { return hidden + [TableOutput.choice()] }
        let output = [PresetLayers().dense(site.shape.count)]
        guard let image = site.shape.image else { return hidden + output + site.bounds }
        return hidden + output + [PresetLayers.reshape(image.height, image.width, image.channels)] + site.bounds
    }

    func discriminator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let hidden = (0..<depth).flatMap { _ in [PresetLayers().dense(width), PresetLayers.leakyReLU(0.2)] }
        return (site.shape.features == nil ? [Flatten.choice()] : []) + hidden + [PresetLayers().dense(1)]
    }
}
