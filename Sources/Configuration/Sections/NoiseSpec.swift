/// What the generator makes its samples from.
public struct NoiseSpec: Hashable, Sendable {
    public var dimension: Int
    public var prior: Choice
}

extension NoiseSpec {
    static let form = SectionForm(
        "noise", "What the generator makes its samples from.",
        fields: [
            Field("dimension", \.dimension, .integer(1...65536), "length of the noise vector"),
            Field(
                "prior", \.prior, .choice(.priors), default: .usual(.priors, "normal"),
                "the distribution it is drawn from"),
        ],
        blank: NoiseSpec(dimension: 1, prior: Choice(.priors, "normal")),
        example: "noise: {dimension: 64, prior: normal}")
}
