/// The discriminator's targets. `flip`: the share of labels swapped.
public struct LabelSmoothing: Hashable, Sendable {
    public var real: Double
    public var fake: Double
    public var flip: Double
}

extension LabelSmoothing {
    static let form = SectionForm(
        "label_smoothing", "The targets that the discriminator learns, as they are: real 0.9 means 0.9.",
        fields: [
            Field("real", \.real, .real(RealRange(-1, 1)), default: .real(1), "the target of real samples"),
            Field("fake", \.fake, .real(RealRange(-1, 1)), default: .real(0), "the target of generated samples"),
            Field("flip", \.flip, .real(RealRange(0, 0.5)), default: .real(0), "share of labels that are swapped"),
        ],
        blank: LabelSmoothing(real: 1, fake: 0, flip: 0), example: "label_smoothing: {real: 0.9}",
        elsewhere: [
            Elsewhere(
                .torchGAN, "label_smoothing=0.1",
                differs: "that is real: 0.9"),
            Elsewhere(
                .tfGAN, "label_smoothing=0.25",
                differs: "that is real: 0.875, and its default"),
        ])
}
