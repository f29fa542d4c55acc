import Configuration

/// The residual network of Miyato et al. 2018.
struct ResNetPreset: Preset {
    static let declaration = Declaration(
        "resnet", "SNGAN's residual network, with spectral norm in the discriminator or without",
        details: """
            Miyato et al. 2018 (arXiv:1802.05957), table 4, as pfnet/sngan_projection and mimicry (nets/sngan/sngan_32.py)
            have it at 32x32, where `depth` is 3. Generator: dense to the smallest size, `depth` residual blocks [batch
            norm, relu, upsample, conv2d, batch norm, relu, conv2d] around a 1x1 convolution of the enlarged image, batch
            norm, relu, conv2d to the image. Discriminator: depth - 1 residual blocks [relu, conv2d, relu, conv2d,
            average_pool] around a 1x1 convolution, the first without its first relu; two blocks that do not halve; relu,
            the sum over positions, dense: 1. Kernels of 3. Weights start by Xavier's uniform distribution, in blocks times
            sqrt(2). Pixels between are the nearest, as in pfnet's; mimicry's GBlock takes them bilinearly.
            `spectral_norm: false` is the network of WGAN-GP (Gulrajani et al. 2017, appendix C), for a gradient penalty;
            that takes the mean over positions. StudioGAN: backbone resnet, apply_d_sn.
            """,
        keys: [
            Key(
                "width", .integer(1...65536), default: .null,
                "channels; default: 256 of the generator, 128 of the discriminator"),
            .presetDepth,
            Key(
                "spectral_norm", .boolean, default: .boolean(true),
                "whether weights of the discriminator are divided by their largest singular value"),
        ],
        shorthand: "width", example: "preset: {resnet: {width: 32}}")

    let width: Int?
    let depth: Int?
    let spectralNorm: Bool

    init(_ values: Values) {
        width = values.optionalInteger("width")
        depth = values.optionalInteger("depth")
        spectralNorm = values.boolean("spectral_norm")
    }

    private func preset(width usual: Int, spectralNorm: Bool) -> ResidualPreset {
        func write(_ gain: Double) -> PresetLayers {
            PresetLayers(initializer: XavierInitializer.choice(["gain": .real(gain)]), spectralNorm: spectralNorm)
        }
        return ResidualPreset(
            name: "resnet", width: width ?? usual, depth: depth, inner: write(2.0.squareRoot()), outer: write(1))
    }

    func generator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        try preset(width: 256, spectralNorm: false).generator(site)
    }

    func discriminator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        try preset(width: 128, spectralNorm: spectralNorm).discriminator(site)
    }
}
