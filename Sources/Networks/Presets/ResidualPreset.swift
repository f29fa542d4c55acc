import Configuration

/// The residual networks of SNGAN and BigGAN for small images, which differ in where spectral norm is, in how weights
/// start, and in attention.
struct ResidualPreset {
    let name: String
    let width: Int
    let depth: Int?
    /// Of convolutions inside blocks, and of all other layers with weights.
    let inner: PresetLayers, outer: PresetLayers
    /// The height of the images that have `self_attention`; nil: none.
    var attention: Int?

    /// dense, blocks that double the sides, batch norm, relu and a last convolution.
    func generator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let (start, depth) = try site.start(name, depth: depth)
        var layers = [
            outer.dense(saturatingProduct(start.height * start.width, width)),
            PresetLayers.reshape(start.height, start.width, width),
        ]
        let up = Upsample.choice()
        var height = start.height
        for _ in 0..<depth {
            layers.append(
                PresetLayers.residual(
                    [
                        BatchNorm.choice(), ReLU.choice(), up, inner.conv2d(width, kernel: 3), BatchNorm.choice(),
                        ReLU.choice(), inner.conv2d(width, kernel: 3),
                    ], shortcut: [up, outer.conv2d(width, kernel: 1)]))
            height *= 2
            if height == attention { layers.append(outer.selfAttention()) }
        }
        let image = outer.conv2d(start.channels, kernel: 3)
        return layers + [BatchNorm.choice(), ReLU.choice(), image] + site.bounds
    }

    /// Blocks that halve the sides, once less than the generator's double them and at least once; two that do not;
    /// relu, the sum over positions, and a dense layer.
    func discriminator(_ site: PresetSite) throws(ShapeError) -> [Choice] {
        let (start, depth) = try site.start(name, depth: depth)
        let convolutions = [inner.conv2d(width, kernel: 3), ReLU.choice(), inner.conv2d(width, kernel: 3)]
        let pool = PresetLayers.averagePool
        // The first block sees pixels, which no relu is to cut.
        var layers = [
            PresetLayers.residual(convolutions + [pool], shortcut: [pool, outer.conv2d(width, kernel: 1)])
        ]
        var height = start.height << (depth - 1)
        if height == attention { layers.append(outer.selfAttention()) }
        for _ in 1..<max(2, depth - 1) where depth > 2 {
            layers.append(
                PresetLayers.residual(
                    [ReLU.choice()] + convolutions + [pool], shortcut: [outer.conv2d(width, kernel: 1), pool]))
            height /= 2
            if height == attention { layers.append(outer.selfAttention()) }
        }
        layers += [Choice](repeating: PresetLayers.residual([ReLU.choice()] + convolutions), count: 2)
        return layers + [ReLU.choice(), PresetLayers.sumOfPositions, outer.dense(1)]
    }
}
