/// Updates of each player in one iteration.
public struct StepRatio: Hashable, Sendable {
    public var discriminator: Int
    public var generator: Int
}

extension StepRatio {
    static let form = SectionForm(
        "step_ratio", "One iteration is this many discriminator updates and this many generator updates.",
        details: """
            The discriminator's come first, unless training.order says otherwise; training.order: simultaneous takes one
            of each.
            """,
        fields: [
            Field(
                "discriminator", \.discriminator, .integer(1...1000), default: .integer(1),
                "discriminator updates per iteration"),
            Field(
                "generator", \.generator, .integer(1...1000), default: .integer(1),
                "generator updates per iteration"),
        ],
        blank: StepRatio(discriminator: 1, generator: 1), example: "step_ratio: {discriminator: 5}",
        elsewhere: [
            Elsewhere(
                .studioGAN, "d_updates_per_step, g_updates_per_step",
                differs: "5 of the discriminator are its default"),
            Elsewhere(
                .mmagic, "discriminator_steps, generator_steps",
                differs:
                    "its iterations are updates of the discriminator, with one of the generator after every discriminator_steps"
            ),
            Elsewhere(.torchGAN, "Trainer(ncritic=5)"),
            Elsewhere(
                .tfGAN, "GANTrainSteps(1, 5)",
                differs: "the first number is of the generator"),
            Elsewhere(.pyTorchGAN, "wgan_gp.py --n_critic 5"),
        ])
}
