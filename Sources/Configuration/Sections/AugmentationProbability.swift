/// How often an augmentation changes a sample.
public enum AugmentationProbability: Hashable, Sendable {
    case constant(Double)
    /// Steered by how much the discriminator is at home in the training samples.
    case adaptive(AdaptiveAugmentationSpec)
}

/// When an augmentation's probability rises and falls, and how fast.
public struct AdaptiveAugmentationSpec: Hashable, Sendable {
    /// Of the mean sign of the discriminator's outputs on real samples.
    public var target: Double
    /// Real samples over which the probability can change by 1.
    public var samples: Int
    /// Discriminator updates between changes.
    public var every: Int

    public init(target: Double, samples: Int, every: Int) {
        (self.target, self.samples, self.every) = (target, samples, every)
    }
}

extension AdaptiveAugmentationSpec {
    static let form = SectionForm(
        "augmentation_probability", "How often an augmentation changes a sample: a number, or steered.",
        details: """
            Steered (ADA, Karras et al. 2020, section 3.2): after every `every` updates of the discriminator p changes by
            every * batch / samples, upwards where the mean sign of D's outputs on real training samples in these updates
            is above the target, and downwards where it is below; from 0, where it starts, to 1. The sign is taken about
            the output that the loss takes for undecided. p is the column augmentation_probability of metrics.csv.
            StyleGAN2-ADA: ada_target 0.6, 500 kimg, interval 4; its code has no upper bound. StudioGAN: apply_ada, targets
            0.6 to 0.8.
            """,
        fields: [
            Field(
                "target", \.target, .real(RealRange(-1, 1)), default: .real(0.6), "the mean sign that changes nothing"),
            Field(
                "samples", \.samples, .integer(1...1_000_000_000), default: .integer(500_000),
                "real samples over which p can rise from 0 to 1"),
            Field(
                "every", \.every, .integer(1...1_000_000), default: .integer(4), "discriminator updates between changes"
            ),
        ],
        blank: AdaptiveAugmentationSpec(target: 0.6, samples: 500_000, every: 4),
        example: "discriminator: {augmentation: [translation], augmentation_probability: {target: 0.6}}")
}

extension AugmentationProbability: FieldValue {
    init(_ value: Value) {
        if case .section = value {
            self = .adaptive(AdaptiveAugmentationSpec.form.section(value))
        } else {
            self = .constant(Double(value))
        }
    }

    var value: Value {
        switch self {
        case .constant(let share): .real(share)
        case .adaptive(let spec): .section(AdaptiveAugmentationSpec.form.values(of: spec))
        }
    }

    static let type = ValueType.either([
        .real(.unit), .section(AdaptiveAugmentationSpec.form.declaration),
    ])
}
