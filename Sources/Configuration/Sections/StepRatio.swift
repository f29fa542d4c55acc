/// Updates of each player in one iteration.
public struct StepRatio: Hashable, Sendable {
    public var discriminator: Int
    public var generator: Int
    /// The accuracy on its batch above which an update of the discriminator is skipped; nil: none is.
    public var skipAbove: Double?

    public init(discriminator: Int, generator: Int, skipAbove: Double? = nil) {
        self.discriminator = discriminator
        self.generator = generator
        self.skipAbove = skipAbove
    }
}

extension StepRatio {
    static let form = SectionForm(
        "step_ratio", "One iteration is this many discriminator updates and this many generator updates.",
        details: """
            The discriminator's come first, unless training.order says otherwise; training.order: simultaneous takes one
            of each.

            skip_above: 0.8 has the discriminator wait for the generator: it takes each of its batches, and where more than
            0.8 of its outputs on them, real and generated together, are on the right side of what its loss takes for undecided,
            ties counted half, the update that would follow is not made. Its optimizer knows nothing of it; what follows
            every batch (running statistics, lecam, augmentation_probability) goes on. A skipped update costs what one
            that is made costs. The share of updates made since the last evaluation is the column discriminator_update_share of
            metrics.csv; losses and gradient norms there are means over updates that were made. The rule of 3D-GAN (Wu et al.
            2016, arXiv:1610.07584, by its public implementations: `d_total_acu <= d_thresh`, 0.8).
            """,
        fields: [
            Field(
                "discriminator", \.discriminator, .integer(1...1000), default: .integer(1),
                "discriminator updates per iteration"),
            Field(
                "generator", \.generator, .integer(1...1000), default: .integer(1),
                "generator updates per iteration"),
            Field(
                "skip_above", \.skipAbove, .real(RealRange(0, 1, includesLower: false)), absent: nil,
                "accuracy on its batch above which an update of the discriminator is skipped; default: none is"),
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
