/// One of the two networks and how it is trained.
public struct PlayerSpec: Hashable, Sendable {
    /// Empty as long as the file names a preset in its place and nobody has asked what the data is.
    public var layers: [Choice]
    /// The list of layers by a name; nil once `layers` says them.
    public var preset: Choice?
    /// For the weights of every layer that names none of its own.
    public var initializer: Choice
    public var optimizer: Choice
    public var schedule: Choice
    /// Largest norm of the whole gradient; nil: no clipping.
    public var gradientClipping: Double?
    /// After each update every parameter is clipped to [-c, c] (Arjovsky et al. 2017); nil: no clipping.
    public var weightClipping: Double?
    /// Keys of the transforms of every layer's weights, where the layer does not say so itself: "spectral_norm".
    public var weightTransforms: [String] = []
    /// What is evaluated, sampled and judged in the generator's place; nil: the generator itself.
    public var average: AverageSpec?
    /// Samples that the discriminator sees at once, concatenated along the last axis (Lin et al. 2018). 1 for the
    /// generator.
    public var pack = 1
    /// What holds the discriminator back besides its loss. Empty for the generator.
    public var regularization: [Choice] = []
    /// Random changes of everything that the discriminator sees in training. Empty for the generator.
    public var augmentation: [Choice] = []
    /// That an augmentation changes a sample.
    public var augmentationProbability = AugmentationProbability.constant(1)
}

extension PlayerSpec {
    /// Every layer, those inside others included.
    public var allLayers: [Choice] { layers.flatMap(\.withInner) }
}

extension Choice {
    /// The entry and all entries of its kind inside it.
    public var withInner: [Choice] {
        func choices(_ value: Value) -> [Choice] {
            switch value {
            case .choice(let choice) where choice.kind == kind: choice.withInner
            case .list(let items): items.flatMap(choices)
            default: []
            }
        }
        return [self] + values.entries.sorted { $0.key < $1.key }.flatMap { choices($0.value) }
    }
}

extension PlayerSpec {
    static let generatorForm = form(
        "generator", output: 2,
        own: [
            Field(
                AverageSpec.form, \.average,
                "a running average of its weights, which is evaluated, sampled and judged in its place; default: none"),
            Field(
                "regularization", \.regularization, .either([.word(["none"]), .choices(.regularizers)]), absent: [],
                "terms of its own loss on its weights, such as [historical_averaging: 1]; default: none"),
        ])

    static let discriminatorForm = form(
        "discriminator", output: 1,
        own: [
            Field(
                "pack", \.pack, .integer(1...64), absent: 1,
                "samples that it sees at once, concatenated along the last axis (PacGAN, Lin et al. 2018); default: 1"),
            Field(
                "regularization", \.regularization, .either([.word(["none"]), .choices(.regularizers)]), absent: [],
                "what holds it back besides its loss, such as [r1: {weight: 10}]; default: none"),
            Field(
                "augmentation", \.augmentation, .either([.word(["none"]), .choices(.augmentations)]), absent: [],
                "random changes of everything that it sees in training, real and generated, such as [translation, "
                    + "cutout]; default: none"),
            Field(
                "augmentation_probability", \.augmentationProbability, AugmentationProbability.type,
                absent: .constant(1),
                "that an augmentation changes a sample: a number, or {target: 0.6, ...} to have it steered (ADA); default: "
                    + "1"),
        ],
        elsewhere: [
            Elsewhere(.studioGAN, "apply_wc: true, wc_bound: 0.01 is weight_clipping: 0.01"),
            Elsewhere(.torchGAN, "WassersteinDiscriminatorLoss(clip=(-0.01, 0.01)) is weight_clipping: 0.01"),
        ])

    private static func form(
        _ name: String, output: Int, own: [Field<PlayerSpec>], elsewhere: [Elsewhere] = []
    ) -> SectionForm<PlayerSpec> {
        SectionForm(
            name, "The \(name): its layers and how they are trained.",
            fields: shared + [transforms] + own,
            blank: blank,
            example: "\(name): {layers: [dense: 128, relu, dense: \(output)], optimizer: adam}",
            oneOf: ["layers", "preset"], elsewhere: elsewhere)
    }

    static let blank = PlayerSpec(
        layers: [], initializer: Choice(.initializers, ""), optimizer: Choice(.optimizers, ""),
        schedule: Choice(.schedules, ""))

    private static let shared: [Field<PlayerSpec>] = [
        Field(
            Key("layers", .choices(.layers), "from input to output"),
            read: { $1.layers = $0 == .null ? [] : [Choice]($0) },
            write: { $0.preset == nil ? $0.layers.value : .null }),
        Field(
            "preset", \.preset, .choice(.presets), default: .null,
            "in place of layers: the name of a whole network, such as dcgan, made for the data"),
        Field(
            "initializer", \.initializer, .choice(.initializers), default: .usual(.initializers, "kaiming"),
            "the weights of layers that name no initializer of their own"),
        Field(
            "optimizer", \.optimizer, .choice(.optimizers), default: .usual(.optimizers, "adam"),
            "how gradients become updates"),
        Field(
            "schedule", \.schedule, .choice(.schedules), default: .usual(.schedules, "constant"),
            "the course of the learning rate"),
        Field(
            "gradient_clipping", \.gradientClipping, .real(.positive), default: .null,
            "largest norm of the whole gradient; a longer one is scaled by this over its norm, to which PyTorch "
                + "adds 1e-6"),
        Field(
            "weight_clipping", \.weightClipping, .real(.positive), default: .null,
            "after each update every parameter is clipped to this size (Arjovsky et al. 2017)"),
    ]

    private static let transforms = Field<PlayerSpec>(
        Key("transforms", .switches(.transforms), default: .null, "false"),
        read: { $1.weightTransforms = $0.switches.filter { $0.value == .boolean(true) }.keys.sorted() },
        write: { .section(Values(Dictionary(uniqueKeysWithValues: $0.weightTransforms.map { ($0, .boolean(true)) }))) })
}
