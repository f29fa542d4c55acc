import Foundation

/// An exponential average of a player's parameters.
public struct AverageSpec: Hashable, Sendable {
    /// What the average keeps of itself at each update.
    public var decay: Double?
    /// Updates after which a value counts half.
    public var halfLife: Double?
    /// Iterations before which the average is a copy.
    public var start: Int

    public init(decay: Double? = nil, halfLife: Double? = nil, start: Int = 0) {
        self.decay = decay
        self.halfLife = halfLife
        self.start = start
    }

    public static let usualDecay = 0.999

    /// What the average keeps of itself at each update, however it is given.
    public var decayPerUpdate: Double {
        halfLife.map { exp2(-1 / $0) } ?? decay ?? Self.usualDecay
    }
}

extension AverageSpec {
    static let form = SectionForm(
        "average", "A running average of the generator's weights, looked at in its place.",
        details: """
            After each of the generator's updates average = decay * average + (1 - decay) * weights; running statistics of
            batch_norm are the generator's own. The average is what evaluations, pictures, sample metrics and the fresh
            critic see; the discriminator is trained against the generator itself. Checkpoints hold both
            (average.generator.0.weight). Yazici et al. 2019 (arXiv:1806.04498), equation 4; Karras et al. 2018.
            """,
        fields: [
            Field(
                "decay", \.decay, .real(RealRange(0, 1, includesUpper: false)), default: .null,
                "what the average keeps of itself at each update; default: \(CanonicalNumber.plain(usualDecay))"),
            Field(
                "half_life", \.halfLife, .real(.positive), default: .null,
                "in decay's place: generator updates after which a value counts half; decay = 0.5^(1 / half_life)"),
            Field(
                "start", \.start, .integer(0...1_000_000_000), default: .integer(0),
                "iterations before which the average is a copy of the weights"),
        ],
        blank: AverageSpec(),
        example: "generator: {layers: [dense: 128, relu, dense: 2], average: {decay: 0.999}}",
        elsewhere: [
            Elsewhere(
                .studioGAN, "apply_g_ema: true, g_ema_decay: 0.9999, g_ema_start",
                differs: "running statistics of batch_norm are averaged too"),
            Elsewhere(
                .mmagic, "ExponentialMovingAverage(momentum=0.0002)",
                differs: "momentum is the share of the new: decay 0.9998"),
        ])
}
