/// Networks for images of a size: convolutions where halving comes to a small square, else dense layers.
struct ImageNetworks {
    let height: Int, width: Int, channels: Int
    /// Training samples.
    let samples: Int

    /// How often the generator doubles height and width.
    private var doublings: Int {
        var (count, height, width) = (0, height, width)
        while height % 2 == 0, width % 2 == 0, min(height, width) > 7 {
            (height, width) = (height / 2, width / 2)
            count += 1
        }
        return max(height, width) <= 16 ? count : 0
    }

    var text: String { doublings > 0 ? convolutional : dense }

    private var training: String {
        // Some minutes on two cores.
        let iterations = height * width <= 256 ? 6000 : height * width <= 1024 ? 4000 : 2500
        return """
            training: {iterations: \(iterations), batch_size: \(samples < 500 ? 32 : 64)}
            evaluation: {every: \(iterations / 10), samples: 500}
            output: {samples_every: \(iterations / 4)}

            """
    }

    private var convolutional: String {
        let count = doublings
        let (low, wide) = (height >> count, width >> count)
        let most = min(128, 32 << (count - 1))
        var generator = [
            "dense: \(low * wide * most)", "reshape: [\(low), \(wide), \(most)]     # height, width, channels",
            "batch_norm", "relu",
        ]
        var discriminator: [String] = []
        for step in 0..<count {
            let filters = step == count - 1 ? channels : max(32, most >> (step + 1))
            generator.append("conv_transpose2d: {filters: \(filters), kernel: 4, stride: 2, padding: 1}")
            if step < count - 1 { generator += ["batch_norm", "relu"] }
            let back = min(most, 32 << step)
            discriminator += ["conv2d: {filters: \(back), kernel: 4, stride: 2, padding: 1}", "leaky_relu: 0.2"]
        }
        generator.append("tanh                    # pixels are scaled to [-1, 1]")
        discriminator += ["flatten", "dense: 1                # a logit: no sigmoid"]
        return players(generator, discriminator)
    }

    private var dense: String {
        let size = height * width * channels
        return players(
            [
                "dense: 256", "batch_norm", "relu", "dense: 512", "batch_norm", "relu", "dense: \(size)",
                "tanh                    # pixels are scaled to [-1, 1]", "reshape: [\(height), \(width), \(channels)]",
            ],
            [
                "flatten", "dense: 512", "leaky_relu: 0.2", "dense: 256", "leaky_relu: 0.2",
                "dense: 1                # a logit: no sigmoid",
            ])
    }

    private func players(_ generator: [String], _ discriminator: [String]) -> String {
        func list(_ layers: [String]) -> String { layers.map { "    - \($0)\n" }.joined() }
        return """
            noise: {dimension: 64}
            generator:
              average: {decay: 0.998}       # what is judged and drawn: steadier than the last weights
              layers:

            """ + list(generator) + """
                  optimizer: {adam: {learning_rate: 2e-4, betas: [0.5, 0.999]}}
                discriminator:
                  layers:

                """ + list(discriminator) + """
                      regularization: [r1: {weight: 0.5}]     # more where training swings, less where pictures stay blurred
                      optimizer: {adam: {learning_rate: 2e-4, betas: [0.5, 0.999]}}

                    """ + training
    }
}
