import Configuration

/// The network of Huang et al. 2024.
struct R3GANPreset: Preset {
    static let declaration = Declaration(
        "r3gan", "R3GAN: residual blocks of grouped convolutions, without normalization",
        details: """
            Huang, Gokaslan, Kuleshov & Tompkin 2024 (arXiv:2501.05441), as brownvc/R3GAN has it for CIFAR-10 (train.py:
            widths 768, 2 blocks a stage, 96 groups, expansion 2): the defaults here, which want a large machine; `r3gan:
            {width: 48}` trains on a processor. Block: x + [conv2d 1x1 to expansion·width, leaky_relu 0.2, conv2d 3x3 of
            `groups` groups, leaky_relu 0.2, conv2d 1x1 to width]. A block's last convolution starts at 0, the others at
            N(0, gain² / fan_in), gain = sqrt(2 / (1 + 0.2²)) · (blocks of the network)^(-1/4). Generator: a trained basis
            of the smallest size times a linear map of the noise, written as a convolution of one position; stages of
            blocks, between them upsampling by [1, 2, 1], written as upsample and blur; 1x1 to the image, whose values have
            no bound. Discriminator: the mirror image, with blur of [1, 2, 1] and stride 2, a depthwise convolution of the
            smallest size and dense: 1. Its recipe beside it: loss relativistic; r1 and r2 of one weight, which falls to a
            tenth along a cosine (`schedule: {cosine: {final: 0.1}}` of both; there over the first 20 million images, or 200
            million of ImageNet); no biases but those before leaky_relu. Labels join the noise there, and project the
            discriminator's features without an unconditional term; here `condition: {method: concat}` is nearest.
            """,
        keys: [
            .presetWidth(768, "channels of every stage"), .presetDepth,
            Key("blocks", .integer(1...64), default: .integer(2), "residual blocks of a stage"),
            Key(
                "groups", .integer(1...65536), default: .null,
                "of the 3x3 convolutions; divides expansion·width. Default: an eighth of the width"),
            Key("expansion", .integer(1...64), default: .integer(2), "channels inside a block, times the width"),
        ],
        shorthand: "width", example: "preset: {r3gan: {width: 16}}")

    let width: Int
    let depth: Int?
    let blocks: Int
    let groups: Int
    let expansion: Int

    init(_ values: Values) {
        width = values.integer("width")
        depth = values.optionalInteger("depth")
        blocks = values.integer("blocks")
        groups = values.optionalInteger("groups") ?? max(1, width / 8)
        expansion = values.integer("expansion")
    }

    /// Without a bias, from N(0, 1 / inputs).
    private func linear(inputs: Int) -> PresetLayers {
        PresetLayers(initializer: .normal(1 / Double(inputs).squareRoot()))
    }

    /// - Parameter count: blocks of the whole network.
    private func block(of count: Int) -> Choice {
        let wide = saturatingProduct(expansion, width)
        let gain = (2 / (1 + 0.2 * 0.2)).squareRoot() / Double(count).squareRoot().squareRoot()
        func start(_ inputs: Int) -> PresetLayers {
            PresetLayers(initializer: .normal(gain / Double(inputs).squareRoot()))
        }
        let leaky = PresetLayers.leakyReLU(0.2)
        return PresetLayers.residual([
            start(width).conv2d(wide, kernel: 1), leaky,
            start(max(1, wide / groups) * 9).conv2d(wide, kernel: 3, groups: groups), leaky,
            PresetLayers(initializer: .normal(0)).conv2d(width, kernel: 1, bias: false),
        ])
    }

    private func blur(_ kernel: [Double], stride: Int = 1) -> Choice {
        Blur.choice(["kernel": .list(kernel.map { .real($0) }), "stride": .integer(stride)])
    }

    /// One kernel for each channel, of the image's size: from one position to all, or from all to one.
    private func depthwise(_ image: ImageSize, spreads: Bool, std: Double) -> Choice {
        func sides(_ height: Int, _ width: Int) -> Value { .list([.integer(height), .integer(width)]) }
        var given: [String: Value] = [
            "filters": .integer(width), "kernel": sides(image.height, image.width), "bias": .boolean(false),
            "initializer": .choice(.normal(std)),
        ]
        if spreads { given["padding"] = sides(image.height - 1, image.width - 1) }
        if width > 1 { given["groups"] = .integer(width) }
        return Conv2D.choice(given)
    }

    func generator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let (start, depth) = try site.start("r3gan", depth: depth)
        let stage = [Choice](repeating: block(of: blocks * (depth + 1)), count: blocks)
        let map = KaimingInitializer.choice(["distribution": .text("normal"), "slope": .real(1)])
        var layers = [
            PresetLayers(initializer: map).dense(width, bias: false), PresetLayers.reshape(1, 1, width),
            depthwise(start, spreads: true, std: 1),
        ]
        layers += stage
        // Zeros between the pixels, filtered by [1, 2, 1] / 2: each pixel, and the mean of two.
        for _ in 0..<depth { layers += [Upsample.choice(), blur([1, 1, 0])] + stage }
        return layers + [linear(inputs: width).conv2d(start.channels, kernel: 1, bias: false)]
    }

    func discriminator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let (end, depth) = try site.start("r3gan", depth: depth)
        let stage = [Choice](repeating: block(of: blocks * (depth + 1)), count: blocks)
        var layers = [linear(inputs: end.channels).conv2d(width, kernel: 1, bias: false)]
        for _ in 0..<depth { layers += stage + [blur([1, 2, 1], stride: 2)] }
        let positions = Double(end.height * end.width)
        return layers + stage + [
            depthwise(end, spreads: false, std: 1 / positions.squareRoot()), Flatten.choice(),
            linear(inputs: width).dense(1, bias: false),
        ]
    }
}
