/// When a run is measured, and on how much.
public struct EvaluationSpec: Hashable, Sendable {
    /// Iterations between evaluations.
    public var every: Int
    /// Held-out real samples, and as many generated ones, at most.
    public var samples: Int
    /// Of the frozen generator's samples, at the end of a run.
    public var metrics: MetricSelection = .automatic
    public var critic = CriticSpec()

    public init(
        every: Int, samples: Int, metrics: MetricSelection = .automatic, critic: CriticSpec = CriticSpec()
    ) {
        self.every = every
        self.samples = samples
        self.metrics = metrics
        self.critic = critic
    }
}

extension EvaluationSpec {
    /// Read as the number of iterations between evaluations where a file gives none.
    static let unsaid = 0

    /// Iterations between evaluations of a run of so many, where the file says nothing.
    public static func usualPause(of iterations: Int) -> Int { max(1, iterations / 20) }

    static let form = SectionForm(
        "evaluation", "When and on how much to measure.",
        fields: [
            Field(
                "every", \.every, .integer(FieldRanges.anyCount), absent: unsaid,
                "iterations between evaluations; default: a twentieth of all"),
            Field(
                "samples", \.samples, .integer(2...10_000_000), default: .integer(1000),
                "held-out real samples, and as many generated ones, at most"),
            Field(
                "metrics", \.metrics, MetricSelection.type, absent: .automatic,
                "what is measured of the final generator's samples; by default, or automatic: what applies and is cheap"
            ),
            Field(
                CriticSpec.form, \.critic, absent: CriticSpec(), isWhole: true,
                "a new discriminator that judges the frozen generator"),
        ],
        blank: EvaluationSpec(every: unsaid, samples: 2),
        example: "evaluation: {every: 250, samples: 500}")
}
