import Configuration
import Kernels

/// D minimises E[f(C(x) - C(G(z)))], f a cost of small differences, such as softplus(-d); G the same with the two
/// exchanged. Jolicoeur-Martineau 2018, section 3.1.
struct Relativistic: Loss {
    static let elsewhere = [
        Elsewhere(.pyTorchGAN, "relativistic_gan.py")
    ]

    static let declaration = Declaration(
        "relativistic", "RSGAN: D says whether a real sample is more real than a generated one",
        details: """
            D: mean[f(C(x) - C(G(z)))], G: mean[f(C(G(z)) - C(x))], C the plain output, sample by sample of a real and a
            generated batch. f by `cost`: logistic ln(1 + exp(-d)) (the default, RSGAN), hinge max(0, 1 - d), least_squares
            (1 - d)². Jolicoeur-Martineau 2018 (arXiv:1807.00734), section 3.1. G's update
            shows D real samples too, those of D's update of the same number.
            C has no zero of its own: accuracy is taken at the threshold that is best on one half of the evaluation's
            samples, measured on the other half. At equilibrium both losses are f(0): ln 2 = 0.6931, or 1 with hinge and
            least_squares (a mean over pairs, not a sum of two sides). No targets, so no label_smoothing. R3GAN (RpGAN) is
            the default with regularization: [r1, r2]; google/lecam-gan halves its relativistic hinge.
            """,
        keys: [.relativisticCost], shorthand: "cost",
        example: "loss: relativistic")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw
    static let comparesSides = true

    let cost: RelativisticLosses.Cost

    init(_ values: Values) { cost = RelativisticLosses.Cost(values) }

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        LossEquilibrium(output: nil, discriminatorLoss: cost.atZero, generatorLoss: cost.atZero, threshold: nil)
    }

    func discriminator(real: LossBatch, fake: LossBatch) -> Double {
        RelativisticLosses.pairs(
            real.outputs, fake.outputs, cost: cost, count: real.count, highGradient: real.gradient,
            lowGradient: fake.gradient)
    }

    func generator(fake: LossBatch, real: LossBatch) -> Double {
        RelativisticLosses.pairs(
            fake.outputs, real.outputs, cost: cost, count: fake.count, highGradient: fake.gradient, lowGradient: nil)
    }
}

extension Key {
    static let relativisticCost = Key(
        "cost", .word(RelativisticLosses.Cost.allCases.map(\.rawValue)), default: .null,
        "what a difference between outputs costs; default: logistic")
}

extension RelativisticLosses.Cost {
    /// From `relativisticCost`.
    init(_ values: Values) { self = values.optionalText("cost").flatMap(Self.init(rawValue:)) ?? .logistic }
}
