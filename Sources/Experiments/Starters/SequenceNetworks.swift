/// Networks for texts and sounds: convolutions along one axis, and the gradient penalty that both were published with.
enum SequenceNetworks {
    /// For texts of `length` places of one of `symbols`: Gulrajani et al. 2017's language model, made small.
    static func text(length: Int, symbols: Int, samples: Int) -> String {
        let channels = symbols > 20 ? 64 : 32
        let convolution = "conv1d: {filters: \(channels), kernel: 5, padding: same}"
        let block = { (activation: String) in "residual: [\(activation), \(convolution), \(activation), \(convolution)]"
        }
        let blocks = { (activation: String) in [String](repeating: block(activation), count: length > 16 ? 3 : 2) }
        return players(
            noise: "{dimension: \(channels)}", decay: 0.999,
            generator: ["dense: \(length * channels)", "reshape: [1, \(length), \(channels)]     # \(length) places"]
                + blocks("relu") + [
                    "conv1d: {filters: \(symbols), kernel: 1}",
                    "softmax                     # over the end of the text and its characters",
                ],
            discriminator: ["conv1d: {filters: \(channels), kernel: 1}"] + blocks("leaky_relu: 0.2") + [
                "flatten", "dense: 1                    # a score: no sigmoid",
            ], rate: "5e-4", iterations: 5000, batch: samples < 500 ? 32 : 64, evaluation: "{every: 500, samples: 800}")
    }

    /// For sounds of `length` samples, 8 times a power of 4: WaveGAN's networks (Donahue et al. 2019), made small.
    static func sound(length: Int) -> String {
        var steps = 0
        while 8 << (2 * steps) < length { steps += 1 }
        let along = "kernel: 24, stride: 4, padding: 10"
        var generator = ["dense: 512", "reshape: [1, 8, 64]         # eight steps of 64 channels", "relu"]
        var discriminator: [String] = []
        for step in 0..<steps {
            let isLast = step == steps - 1
            let filters = isLast ? 1 : step < steps - 2 ? 64 : 32
            generator += ["conv_transpose1d: {filters: \(filters), \(along)}", isLast ? "tanh" : "relu"]
            discriminator += ["conv1d: {filters: \(step == 0 ? 32 : 64), \(along)}", "leaky_relu: 0.2"]
            if !isLast { discriminator.append("phase_shuffle: 2            # so that the phase tells nothing") }
        }
        return players(
            noise: "{dimension: 32, prior: uniform}", decay: 0.99, generator: generator,
            discriminator: discriminator + ["flatten", "dense: 1                    # a score: no sigmoid"],
            rate: "1e-3", iterations: length <= 512 ? 8000 : 4000, batch: 16,
            evaluation: "{every: 500, samples: 320}\noutput: {samples_every: 2000}     # spectrograms")
    }

    private static func players(
        noise: String, decay: Double, generator: [String], discriminator: [String], rate: String, iterations: Int,
        batch: Int, evaluation: String
    ) -> String {
        func list(_ layers: [String]) -> String { layers.map { "    - \($0)\n" }.joined() }
        let optimizer = "  optimizer: {adam: {learning_rate: \(rate), betas: [0.5, 0.9]}}\n"
        return "noise: \(noise)\ngenerator:\n"
            + "  average: {decay: \(decay)}       # what is judged and sampled: steadier than the last weights\n  layers:\n"
            + list(generator) + optimizer + "discriminator:\n  layers:\n" + list(discriminator)
            + "  regularization: [gradient_penalty: {weight: 10}]\n" + optimizer
                + """
                loss: wasserstein               # with the penalty, what published GANs of such data use
                training: {iterations: \(iterations), batch_size: \(batch)}
                evaluation: \(evaluation)

                """
    }
}
