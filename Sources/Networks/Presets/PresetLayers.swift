import Configuration

/// Writes the layers of presets, as a file would list them: those with weights start them alike, and transform them
/// alike.
struct PresetLayers {
    /// nil: the network's own.
    var initializer: Choice?
    var spectralNorm = false

    private var weights: [String: Value] {
        var keys: [String: Value] = [:]
        if let initializer { keys["initializer"] = .choice(initializer) }
        if spectralNorm { keys["spectral_norm"] = .boolean(true) }
        return keys
    }

    /// The same with weights that start otherwise.
    func starting(_ initializer: Choice) -> PresetLayers {
        PresetLayers(initializer: initializer, spectralNorm: spectralNorm)
    }

    func dense(_ units: Int, bias: Bool = true) -> Choice {
        Dense.choice(weights.merging(["units": .integer(units), "bias": .boolean(bias)]) { $1 })
    }

    /// - Parameter padding: nil: what keeps the sides of an image.
    func conv2d(
        _ filters: Int, kernel: Int, stride: Int = 1, padding: Int? = nil, groups: Int = 1, bias: Bool = true
    ) -> Choice {
        var given = weights
        given["filters"] = .integer(filters)
        given["kernel"] = .integer(kernel)
        given["stride"] = .integer(stride)
        given["padding"] = .integer(padding ?? kernel / 2)
        if groups > 1 { given["groups"] = .integer(groups) }
        given["bias"] = .boolean(bias)
        return Conv2D.choice(given)
    }

    /// Twice the sides, by a kernel of 4.
    func doubling(_ filters: Int, bias: Bool = true) -> Choice {
        ConvTranspose2D.choice(
            weights.merging([
                "filters": .integer(filters), "kernel": .integer(4), "stride": .integer(2), "padding": .integer(1),
                "bias": .boolean(bias),
            ]) { $1 })
    }

    /// Half the sides, by a kernel of 4.
    func halving(_ filters: Int, bias: Bool = true) -> Choice {
        conv2d(filters, kernel: 4, stride: 2, padding: 1, bias: bias)
    }

    func selfAttention() -> Choice { SelfAttention.choice(weights) }

    static func leakyReLU(_ slope: Double) -> Choice { LeakyReLU.choice(["slope": .real(slope)]) }

    static func reshape(_ shape: Int...) -> Choice {
        Reshape.choice(["shape": .list(shape.map { .integer($0) })])
    }

    static func residual(_ layers: [Choice], shortcut: [Choice] = []) -> Choice {
        var given: [String: Value] = ["layers": .list(layers.map { .choice($0) })]
        if !shortcut.isEmpty { given["shortcut"] = .list(shortcut.map { .choice($0) }) }
        return Residual.choice(given)
    }

    static let averagePool = AveragePool.choice(["kernel": .integer(2)])
    static let sumOfPositions = GlobalPool.choice(["mode": .text("sum")])
}

extension Initializer {
    /// With the defaults of the keys that are not given.
    static func choice(_ given: [String: Value] = [:]) -> Choice { declaration.choice(.initializers, given) }
}

extension Choice {
    /// N(mean, std²).
    static func normal(_ std: Double, mean: Double = 0) -> Choice {
        NormalInitializer.choice(["mean": .real(mean), "std": .real(std)])
    }
}
