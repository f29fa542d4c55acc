import Configuration
import Kernels

/// Each output is compared with the mean of the other side's. Jolicoeur-Martineau 2018, section 3.2.
struct RelativisticAverage: Loss {
    static let elsewhere = [
        Elsewhere(
            .pyTorchGAN, "relativistic_gan.py --rel_avg_gan",
            differs: "both losses are half of the sum")
    ]

    static let declaration = Declaration(
        "relativistic_average", "RaSGAN: D says whether a sample is more real than the others' average",
        details: """
            D: mean[f(C(x) - mean C(G(z)))] + mean[f(mean C(x) - C(G(z)))], C the plain output, the inner means over the
            batch; G: the same with x and G(z) exchanged. f by `cost`: logistic ln(1 + exp(-d)) (the default), hinge
            max(0, 1 - d) (RaHingeGAN), least_squares (1 - d)² (RaLSGAN). Jolicoeur-Martineau 2018
            (arXiv:1807.00734), section 3.2; some programs halve both losses. G's update shows D real samples too, those of
            D's update of the same number.
            C has no zero of its own: accuracy is taken at the threshold that is best on one half of the evaluation's
            samples, measured on the other half. At equilibrium both losses are 2 f(0): 2 ln 2 = 1.3863, or 2 with hinge and
            least_squares. No targets, so no label_smoothing.
            """,
        keys: [.relativisticCost], shorthand: "cost",
        example: "loss: relativistic_average")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw
    static let comparesSides = true

    let cost: RelativisticLosses.Cost

    init(_ values: Values) { cost = RelativisticLosses.Cost(values) }

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        LossEquilibrium(
            output: nil, discriminatorLoss: 2 * cost.atZero, generatorLoss: 2 * cost.atZero, threshold: nil)
    }

    func discriminator(real: LossBatch, fake: LossBatch) -> Double {
        RelativisticLosses.averages(
            real.outputs, fake.outputs, cost: cost, count: real.count, highGradient: real.gradient,
            lowGradient: fake.gradient)
    }

    func generator(fake: LossBatch, real: LossBatch) -> Double {
        RelativisticLosses.averages(
            fake.outputs, real.outputs, cost: cost, count: fake.count, highGradient: fake.gradient, lowGradient: nil)
    }
}
