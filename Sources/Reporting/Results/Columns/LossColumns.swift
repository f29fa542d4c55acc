import Equilibrium

// Of training since the evaluation before.
extension EvaluationColumn {
    public static let discriminatorLoss = EvaluationColumn(
        "discriminator_loss",
        "the discriminator's loss, real and generated: mean over the updates since the last evaluation",
        title: "D loss", label: "discriminator's loss (real + generated)",
        theory: { $0.equilibrium.discriminatorLoss }
    ) { $0.discriminatorLoss }

    public static let generatorLoss = EvaluationColumn(
        "generator_loss", "the generator's loss: mean over the updates since the last evaluation", title: "G loss",
        label: "generator's loss", theory: \.equilibrium.generatorLoss,
        openOf: { $0.equilibrium.generatorLossInWords }
    ) { $0.generatorLoss }

    public static let discriminatorGradientNorm = EvaluationColumn(
        "discriminator_gradient_norm",
        "norm of the discriminator's whole gradient before clipping: mean over the updates since the last evaluation",
        label: "discriminator's gradient norm", limits: 0 ... .infinity
    ) { $0.discriminatorGradientNorm }

    public static let generatorGradientNorm = EvaluationColumn(
        "generator_gradient_norm", "the same of the generator's", label: "generator's gradient norm",
        limits: 0 ... .infinity
    ) { $0.generatorGradientNorm }
}
