import Configuration
import Foundation
import Kernels

/// D as in `Minimax`; G minimises -E[ln D(G(z))], whose gradient is strongest where D is sure that a sample is fake.
/// Goodfellow et al. 2014, section 3.
struct NonSaturating: CurvedLoss {
    static let elsewhere = [
        Elsewhere(.studioGAN, "adv_loss: vanilla"),
        Elsewhere(.mmagic, "GANLoss(gan_type='vanilla')"),
        Elsewhere(.torchGAN, "MinimaxGeneratorLoss"),
        Elsewhere(
            .tfGAN, "modified_generator_loss",
            differs: "modified_discriminator_loss smooths labels by 0.25 unless told otherwise: a target of 0.875"),
        Elsewhere(
            .pyTorchGAN, "gan.py",
            differs: "the discriminator's loss is half of the sum, which Adam does not see"),
    ]

    static let declaration = Declaration(
        "non_saturating", "the usual GAN loss: G minimises -ln D(G(z))",
        details: """
            D: -mean[r ln D(x) + (1-r) ln(1-D(x))] - mean[f ln D(G(z)) + (1-f) ln(1-D(G(z)))], targets r and f from
            label_smoothing. G: -mean[ln D(G(z))], target 1. Goodfellow et al. 2014, section 3.
            D gives the logit of a probability. At equilibrium D = (r+f)/2; with r = 1, f = 0: D = 1/2, D's loss
            2 ln 2 = 1.3863, G's loss ln 2 = 0.6931. With r = 0.9, f = 0: D = 0.45, losses 1.3763 and 0.7985.
            """,
        example: "loss: non_saturating")
    static let hasTargets = true
    static let output = DiscriminatorOutput.probability

    init(_ values: Values) {}

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        .logistic(smoothing) { c in -log(c) }
    }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { batch.crossEntropy() }
    func discriminatorOnFake(_ batch: LossBatch) -> Double { batch.crossEntropy() }
    func generator(_ batch: LossBatch) -> Double { batch.crossEntropy() }

    func curvature(_ term: LossTerm, output: Double, target: Double) -> Double { LogisticCurve.curvature(output) }
}
