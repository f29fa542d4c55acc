import Configuration

/// BigGAN's network for small images.
struct BigGANPreset: Preset {
    static let declaration = Declaration(
        "biggan_small", "BigGAN for small images: residual blocks with spectral norm in both networks",
        details: """
            Brock, Donahue & Simonyan 2019 (arXiv:1809.11096), as BigGAN-PyTorch has it for CIFAR-10 (BigGAN.py,
            G_arch and D_arch of 32x32; scripts/launch_cifar_ema.sh: G_ch and D_ch 64, weights from N(0, 0.02), no
            attention): the blocks of `resnet`, 4·`width` channels in each, spectral norm in both networks. `attention: 16`
            puts self_attention behind the blocks that give images of 16 lines, as G_attn and D_attn do. With condition
            {method: projection} its batch norms become conditional and the discriminator a projection discriminator,
            which is what it was published as. Differs: noise enters at the first layer alone, as there at 32x32; the
            epsilon of spectral norm.
            """,
        keys: [
            .presetWidth(64, "a quarter of the channels: G_ch and D_ch"), .presetDepth,
            Key(
                "attention", .integer(4...1024), default: .null,
                "the height of images that self_attention stands behind; default: none"),
        ],
        shorthand: "width", example: "preset: {biggan_small: {width: 16}}")

    private let preset: ResidualPreset

    init(_ values: Values) {
        let write = PresetLayers(initializer: .normal(0.02), spectralNorm: true)
        preset = ResidualPreset(
            name: "biggan_small", width: 4 * values.integer("width"), depth: values.optionalInteger("depth"),
            inner: write, outer: write, attention: values.optionalInteger("attention"))
    }

    func generator(_ site: PresetSite) throws(ShapeError) -> [Choice] { try preset.generator(site) }

    func discriminator(_ site: PresetSite) throws(ShapeError) -> [Choice] { try preset.discriminator(site) }
}
