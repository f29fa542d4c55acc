import Configuration
import Kernels
import Networks

/// D minimises E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))]; G minimises -E[D(G(z))]. Lim & Ye 2017, eq. 10; Miyato et
/// al. 2018, eq. 16 and 17.
struct Hinge: CurvedLoss {
    static let elsewhere = [
        Elsewhere(.studioGAN, "adv_loss: hinge"),
        Elsewhere(.mmagic, "GANLoss(gan_type='hinge')"),
        Elsewhere(.tfGAN, "wasserstein_hinge_discriminator_loss"),
    ]

    static let declaration = Declaration(
        "hinge", "margin loss: D pushes real above 1 and fake below -1",
        details: """
            D: mean[max(0, 1 - D(x))] + mean[max(0, 1 + D(G(z)))]. G: -mean[D(G(z))].
            Lim & Ye 2017, eq. 10; Miyato et al. 2018, eq. 16 and 17.
            D's output is a plain number (no sigmoid). At equilibrium D is a constant c, any of [-1, 1]; D's loss is 2,
            G's loss -c. A sample counts as called real where D > 0, the boundary of the margin classifier; as c need
            not be 0, accuracies of 1 and 0 do not rule equilibrium out here: the area under the curve decides.
            No targets, so no label_smoothing.
            """,
        example: "loss: hinge")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw

    init(_ values: Values) {}

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        LossEquilibrium(output: nil, discriminatorLoss: 2, generatorLoss: nil, threshold: 0)
    }

    /// From margin to margin.
    func outputs(_ smoothing: LabelSmoothing) -> ValueRange { ValueRange(-1, 1) }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { margin(batch, sign: 1) }
    func discriminatorOnFake(_ batch: LossBatch) -> Double { margin(batch, sign: -1) }
    func generator(_ batch: LossBatch) -> Double { batch.linear(sign: -1) }

    private func margin(_ batch: LossBatch, sign: Float) -> Double {
        LogitLosses.hinge(
            batch.outputs, sign: sign, count: batch.count, scale: batch.scale, gradient: batch.gradient)
            / Double(batch.count)
    }

    func curvature(_ term: LossTerm, output: Double, target: Double) -> Double { 0 }
}
