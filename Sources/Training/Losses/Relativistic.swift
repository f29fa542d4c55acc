import Configuration
import Foundation
import Kernels

/// D minimises E[softplus(-(C(x) - C(G(z))))], G the same with the two exchanged. Jolicoeur-Martineau 2018, section
/// 3.1.
struct Relativistic: Loss {
    static let declaration = Declaration(
        "relativistic", "RSGAN: D says whether a real sample is more real than a generated one",
        details: """
            D: mean[ln(1 + exp(-(C(x) - C(G(z)))))], G: mean[ln(1 + exp(-(C(G(z)) - C(x))))], C the plain output, sample by
            sample of a real and a generated batch. Jolicoeur-Martineau 2018 (arXiv:1807.00734), section 3.1. G's update
            shows D real samples too, those of D's update of the same number.
            C has no zero of its own: accuracy is taken at the threshold that is best on one half of the evaluation's
            samples, measured on the other half. At equilibrium both losses are ln 2 = 0.6931 (a mean over pairs, not a sum
            of two sides). No targets, so no label_smoothing.
            """,
        example: "loss: relativistic")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw
    static let comparesSides = true

    init(_ values: Values) {}

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        LossEquilibrium(output: nil, discriminatorLoss: log(2), generatorLoss: log(2), threshold: nil)
    }

    func discriminator(real: LossBatch, fake: LossBatch) -> Double {
        RelativisticLosses.pairs(
            real.outputs, fake.outputs, count: real.count, highGradient: real.gradient, lowGradient: fake.gradient)
    }

    func generator(fake: LossBatch, real: LossBatch) -> Double {
        RelativisticLosses.pairs(
            fake.outputs, real.outputs, count: fake.count, highGradient: fake.gradient, lowGradient: nil)
    }
}
