import Configuration
import Kernels

/// D (the critic) minimises E[D(G(z))] - E[D(x)]; G minimises -E[D(G(z))]. Arjovsky et al. 2017, eq. 2 and 3. The
/// critic must be kept Lipschitz: `weight_clipping`.
struct Wasserstein: CurvedLoss {
    static let elsewhere = [
        Elsewhere(.studioGAN, "adv_loss: wasserstein"),
        Elsewhere(.mmagic, "GANLoss(gan_type='wgan')"),
        Elsewhere(.torchGAN, "WassersteinGeneratorLoss, WassersteinDiscriminatorLoss"),
        Elsewhere(.tfGAN, "wasserstein_discriminator_loss"),
        Elsewhere(.pyTorchGAN, "wgan.py, --clip_value 0.01"),
    ]

    static let declaration = Declaration(
        "wasserstein", "WGAN: D's mean on real minus its mean on fake estimates a distance",
        details: """
            D: mean[D(G(z))] - mean[D(x)]. G: -mean[D(G(z))]. Arjovsky et al. 2017, eq. 2 and 3.
            D's output is a plain number (no sigmoid) without a zero of its own. D's loss is minus an estimate of the
            Wasserstein distance times the critic's Lipschitz constant; at equilibrium it is 0. Accuracy is taken at
            the threshold that is best on one half of the evaluation's samples, measured on the other half.
            Needs a critic of bounded slope: discriminator.regularization: [gradient_penalty: {weight: 10}] (Gulrajani et al.
            2017), spectral_norm, or weight_clipping: 0.01. No targets, so no label_smoothing.
            """,
        example: "loss: wasserstein")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw

    init(_ values: Values) {}

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        LossEquilibrium(output: nil, discriminatorLoss: 0, generatorLoss: nil, threshold: nil)
    }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { batch.linear(sign: -1) }
    func discriminatorOnFake(_ batch: LossBatch) -> Double { batch.linear(sign: 1) }
    func generator(_ batch: LossBatch) -> Double { batch.linear(sign: -1) }

    let isZeroSum = true

    func curvature(_ term: LossTerm, output: Double, target: Double) -> Double { 0 }
}
