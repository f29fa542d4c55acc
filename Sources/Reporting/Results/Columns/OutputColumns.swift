import Equilibrium

// What the discriminator gives.
extension EvaluationColumn {
    public static let realOutput = EvaluationColumn(
        "discriminator_output_real",
        "the discriminator's mean output on real samples: a probability for losses on probabilities, else the plain number",
        label: "discriminator's mean output on real", theory: \.equilibrium.output, open: "equal"
    ) { $0.realOutput }

    public static let fakeOutput = EvaluationColumn(
        "discriminator_output_fake", "its mean output on generated samples",
        label: "discriminator's mean output on generated", theory: \.equilibrium.output, open: "equal"
    ) { $0.fakeOutput }

    public static let outputDeviation = EvaluationColumn(
        "discriminator_output_deviation", "standard deviation of its outputs around those means",
        limits: 0 ... .infinity
    ) { $0.outputDeviation }
}
