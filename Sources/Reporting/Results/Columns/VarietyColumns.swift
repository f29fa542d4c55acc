import Equilibrium

// Of the generated samples by themselves.
extension EvaluationColumn {
    public static let spread = EvaluationColumn(
        "generator_spread",
        "root of the total variance of the generated samples over that of the held-out ones: near 0 where the generator makes "
            + "one sample", limits: 0 ... .infinity
    ) { $0.diversity?.spread }

    public static let modesCovered = EvaluationColumn(
        "generator_modes_covered",
        "of a mixture: modes with a generated sample within three standard deviations; empty with fewer than "
            + "\(VerdictThresholds.samplesPerMode) samples to a mode", limits: 0 ... .infinity
    ) { $0.diversity?.modesCovered.map { Double($0) } }

    public static let highQuality = EvaluationColumn(
        "generator_high_quality_share",
        "of a mixture: share of generated samples within three standard deviations of a mode",
        limits: 0...1
    ) { $0.diversity?.highQuality }
}
