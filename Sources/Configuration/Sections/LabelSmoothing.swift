/// The discriminator's targets. `flip`: the share of labels swapped.
public struct LabelSmoothing: Hashable, Sendable {
    public var realTargets: TargetRange
    public var fakeTargets: TargetRange
    public var flip: Double

    public init(real: Double, fake: Double, flip: Double) {
        (realTargets, fakeTargets, self.flip) = (TargetRange(real), TargetRange(fake), flip)
    }

    /// The mean target of real samples, labels that are swapped left out.
    public var real: Double { realTargets.mean }
    /// The mean target of generated samples.
    public var fake: Double { fakeTargets.mean }
    /// Whether targets are drawn anew for each update.
    public var isRandom: Bool { flip > 0 || realTargets.isRandom || fakeTargets.isRandom }
}

extension LabelSmoothing {
    static let form = SectionForm(
        "label_smoothing", "The targets that the discriminator learns, as they are: real 0.9 means 0.9.",
        details: """
            Salimans et al. 2016, section 3.4, smooth the target of real samples alone. `[low, high]` draws a target for
            each sample of each update, evenly from low to high (soumith/ganhacks, tip 6, whose 0.7 to 1.2 is past what a
            probability can be). What the discriminator learns from is then its mean: the gradients of the losses are
            linear in the target. Equilibrium values are of the means; of least_squares, D's loss is larger by half of
            each side's variance. A sample whose label is swapped (`flip`) has a target of the other side.
            """,
        fields: [
            Field(
                "real", \.realTargets, TargetRange.type, default: .real(1),
                "the target of real samples, or [low, high] to draw it from"),
            Field(
                "fake", \.fakeTargets, TargetRange.type, default: .real(0),
                "the target of generated samples, or [low, high] to draw it from"),
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
        ],
        cureOfNumber: { number in
            switch number {
            case 0.5...1: return "label_smoothing: {real: \(CanonicalNumber.plain(number))}"
            case 0..<0.5:
                let target = CanonicalNumber.plain(((1 - number) * 1e6).rounded() / 1e6)
                return "label_smoothing: {real: \(target)}\nthe target itself, not what it lacks of 1 as elsewhere"
            default: return nil
            }
        })
}
