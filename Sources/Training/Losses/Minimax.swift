import Configuration
import Foundation
import Kernels

/// D minimises -E[r ln D(x) + (1-r) ln(1-D(x))] - E[f ln D(G(z)) + (1-f) ln(1-D(G(z)))]; G minimises
/// E[ln(1 - D(G(z)))]. Goodfellow et al. 2014, eq. 1.
struct Minimax: CurvedLoss {
    static let elsewhere = [
        Elsewhere(.torchGAN, "MinimaxGeneratorLoss(nonsaturating=False)"),
        Elsewhere(
            .tfGAN, "minimax_generator_loss",
            differs:
                "minimax_discriminator_loss smooths labels by 0.25 unless told otherwise, which is a target of 0.875 for real samples"
        ),
    ]

    static let declaration = Declaration(
        "minimax", "the original zero-sum game: G minimises ln(1 - D(G(z)))",
        details: """
            D: -mean[r ln D(x) + (1-r) ln(1-D(x))] - mean[f ln D(G(z)) + (1-f) ln(1-D(G(z)))], targets r and f from
            label_smoothing. G: mean[ln(1 - D(G(z)))]. Goodfellow et al. 2014, eq. 1.
            D gives the logit of a probability. At equilibrium D = (r+f)/2; with r = 1, f = 0: D = 1/2, D's loss
            2 ln 2 = 1.3863, G's loss -ln 2 = -0.6931.
            G's gradient vanishes where D is sure of itself: non_saturating is the usual choice in practice.
            """,
        example: "loss: minimax")
    static let hasTargets = true
    static let output = DiscriminatorOutput.probability

    init(_ values: Values) {}

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        .logistic(smoothing) { c in log(1 - c) }
    }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { batch.crossEntropy() }
    func discriminatorOnFake(_ batch: LossBatch) -> Double { batch.crossEntropy() }

    func generator(_ batch: LossBatch) -> Double {
        LogitLosses.logComplement(batch.outputs, count: batch.count, scale: batch.scale, gradient: batch.gradient)
            / Double(batch.count)
    }

    let isZeroSum = true

    func curvature(_ term: LossTerm, output: Double, target: Double) -> Double {
        (term == .generator ? -1 : 1) * LogisticCurve.curvature(output)
    }
}
