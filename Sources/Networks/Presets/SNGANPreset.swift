import Configuration

/// The convolutional network of Miyato et al. 2018.
struct SNGANPreset: Preset {
    static let declaration = Declaration(
        "sngan", "SNGAN's convolutions: spectral norm in the discriminator",
        details: """
            The standard network of Miyato et al. 2018 (arXiv:1802.05957, table 3), with the channels of its programs:
            chainer-gan-lib's SNDCGAN and compare_gan's sndcgan.py, of which `width: 64` at 32x32 has every weight.
            Generator: dense to width·2^depth channels at the smallest size, batch norm, relu; conv_transpose2d of kernel
            4, stride 2, half the channels, batch norm, relu, `depth` times; conv2d of kernel 3 to the image.
            Discriminator: conv2d of kernel 3; then of kernel 4, stride 2, twice the channels, and of kernel 3, `depth`
            times, leaky_relu 0.1 after each; dense: 1; spectral norm in all of them. Weights from N(0, 0.02). The same
            paper's residual network, which StudioGAN, mmgeneration and mimicry call SNGAN, is `resnet`.
            """,
        keys: [.presetWidth(64, "channels next to the image"), .presetDepth],
        shorthand: "width", example: "preset: {sngan: {width: 16}}")

    let width: Int
    let depth: Int?

    init(_ values: Values) {
        width = values.integer("width")
        depth = values.optionalInteger("depth")
    }

    func generator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let write = PresetLayers(initializer: .normal(0.02))
        let (start, depth) = try site.start("sngan", depth: depth)
        let most = saturatingProduct(width, 1 << depth)
        var layers = [
            write.dense(saturatingProduct(start.height * start.width, most)), BatchNorm.choice(), ReLU.choice(),
            PresetLayers.reshape(start.height, start.width, most),
        ]
        for step in 1...depth { layers += [write.doubling(most >> step), BatchNorm.choice(), ReLU.choice()] }
        return layers + [write.conv2d(start.channels, kernel: 3)] + site.bounds
    }

    func discriminator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let write = PresetLayers(initializer: .normal(0.02), spectralNorm: true)
        let depth = try site.start("sngan", depth: depth).depth
        let leaky = PresetLayers.leakyReLU(0.1)
        var layers = [write.conv2d(width, kernel: 3), leaky]
        for step in 1...depth {
            let filters = saturatingProduct(width, 1 << step)
            layers += [write.halving(filters), leaky, write.conv2d(filters, kernel: 3), leaky]
        }
        return layers + [Flatten.choice(), write.dense(1)]
    }
}
