import Configuration

/// Radford, Metz & Chintala 2016.
struct DCGANPreset: Preset {
    static let declaration = Declaration(
        "dcgan", "DCGAN: strided convolutions of kernel 4 and batch norm",
        details: """
            Radford, Metz & Chintala 2016 (arXiv:1511.06434), with the kernels of 4 of PyTorch's own example
            (pytorch/examples, dcgan/main.py): `width: 64` is that network, and on images of 64x64 every weight of it, its
            first transposed convolution, of one position, being a dense layer. Generator: dense to [height, width,
            width·2^(depth - 1)] at the smallest size, batch norm, relu; conv_transpose2d, stride 2, half the channels each
            time, batch norm, relu; the last one gives the image. Discriminator: conv2d, stride 2, `width` channels and
            twice as many each time, batch norm but in the first, leaky_relu 0.2; dense: 1. No biases; weights from
            N(0, 0.02), scales of batch norm from N(1, 0.02). The paper has kernels of 5. Adam of its authors: 2e-4, betas
            [0.5, 0.999].
            """,
        keys: [
            .presetWidth(64, "channels next to the image"), .presetDepth,
        ],
        shorthand: "width", example: "preset: {dcgan: {width: 16}}")

    let width: Int
    let depth: Int?

    init(_ values: Values) {
        width = values.integer("width")
        depth = values.optionalInteger("depth")
    }

    private let write = PresetLayers(initializer: .normal(0.02))

    private let norm = BatchNorm.choice(["initializer": .choice(.normal(0.02, mean: 1))])

    func generator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let (start, depth) = try site.start("dcgan", depth: depth)
        let most = saturatingProduct(width, 1 << (depth - 1))
        var layers = [
            write.dense(saturatingProduct(start.height * start.width, most), bias: false),
            PresetLayers.reshape(start.height, start.width, most), norm, ReLU.choice(),
        ]
        for step in 1..<depth { layers += [write.doubling(most >> step, bias: false), norm, ReLU.choice()] }
        return layers + [write.doubling(start.channels, bias: false)] + site.bounds
    }

    func discriminator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let depth = try site.start("dcgan", depth: depth).depth
        var layers: [Choice] = []
        for step in 0..<depth {
            layers.append(write.halving(saturatingProduct(width, 1 << step), bias: false))
            if step > 0 { layers.append(norm) }
            layers.append(PresetLayers.leakyReLU(0.2))
        }
        return layers + [Flatten.choice(), write.dense(1, bias: false)]
    }
}
