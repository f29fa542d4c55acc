import Configuration

/// Instance norm whose scale and shift are made of another value, a style.
struct AdaptiveInstanceNorm: Layer {
    static let declaration = Declaration(
        "adaptive_instance_norm", "instance_norm whose scale and shift are made of another vector, a style",
        details: """
            y = (1 + gain(s)) · (x - mean) / sqrt(variance + epsilon) + bias(s), mean and variance as in instance_norm, gain
            and bias dense layers of the style s: [features] -> [channels]. s is the vector with the id in `from`; default:
            the network's input. Huang & Belongie 2017; Karras et al. 2019 (StyleGAN), eq. 1, where the gain is y_s, whose
            bias starts at 1, as here 1 + gain; its epsilon is 1e-8. HyperGAN: adaptive_instance_norm. PyTorch:
            InstanceNorm2d(affine=False), then (1 + Linear(s)) * x + Linear(s) (gain.weight, gain.bias, bias.weight,
            bias.bias).
            """,
        keys: [
            .style, Key("epsilon", .real(.positive), default: .real(1e-5), "added to the variance"), .initializer,
            .weightTransforms,
        ],
        shorthand: "from",
        example: """
            - flatten
            - dense: {units: 6, id: style}
            - dense: 64
            - reshape: [4, 4, 4]
            - adaptive_instance_norm: style
            """)

    var joins: Bool { true }

    let epsilon: Double
    let style: Style

    init(_ values: Values) {
        epsilon = values.real("epsilon")
        style = Style(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "adaptive_instance_norm")
        let source = try style.source(builder, for: "adaptive_instance_norm")
        try builder.add(
            Normalization(group: .channels(groups: image.channels), isCentred: true, epsilon: epsilon))
        try style.modulate(&builder, by: source, channels: image.channels)
    }
}

extension Key {
    static let style = Key(
        "from", .either([.text, .list(of: .text, count: 1...1)]), default: .null,
        "the id of the layer that gives the style, or `input`; default: the network's input")
}

/// What layers have in common whose scale and shift are made of another vector.
struct Style {
    /// Of the dense layers.
    private let weights: WeightOptions

    init(_ values: Values) {
        weights = WeightOptions(values)
    }

    /// The value that holds the style.
    func source(_ builder: GraphBuilder, for layer: String) throws(ShapeError) -> Int {
        let (id, value) = builder.joined.first ?? ("input", 0)
        guard builder.shapes[value].features != nil else {
            throw ShapeError(
                "\(layer): the style '\(id)' has shape \(builder.shapes[value]); a style is a vector",
                help: "give `from` the id of a layer that makes a vector")
        }
        return value
    }

    /// Makes scale and shift of the source, through a hidden layer where wanted, and applies them to the current value.
    func modulate(
        _ builder: inout GraphBuilder, by source: Int, channels: Int, hidden: Int? = nil
    ) throws(ShapeError) {
        let input = builder.current
        var source = source
        if let hidden {
            _ = try dense(&builder, "hidden", of: source, units: hidden)
            try builder.add(Pointwise(.relu))
            source = builder.current
        }
        let gain = try dense(&builder, "gain", of: source, units: channels)
        let shift = try dense(&builder, "bias", of: source, units: channels)
        try builder.add(Modulation(plus: 1), inputs: [input, gain, shift])
    }

    /// Makes a vector of a value by a dense layer of that name inside the one that is lowered.
    func dense(_ builder: inout GraphBuilder, _ name: String, of source: Int, units: Int) throws(ShapeError) -> Int {
        let path = builder.path
        builder.rewind(to: source, origin: "the style")
        try builder.lower(
            Dense.choice(builder.keys(weights).merging(["units": .integer(units)]) { $1 }), path: "\(path).\(name)")
        return builder.current
    }
}
