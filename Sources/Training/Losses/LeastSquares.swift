import Configuration
import Kernels
import Networks

/// D minimises E[(D(x) - r)^2]/2 + E[(D(G(z)) - f)^2]/2; G minimises E[(D(G(z)) - 1)^2]/2. Mao et al. 2017, eq. 9
/// (the 0-1 coding a = f, b = r, c = 1).
struct LeastSquares: CurvedLoss {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "adv_loss: least_square",
            differs: "the list of choices in its config.py spells it least_squere, which it then does not find"),
        Elsewhere(
            .mmagic, "GANLoss(gan_type='lsgan')",
            differs: "without the halves: both losses are twice as large"),
        Elsewhere(.torchGAN, "LeastSquaresGeneratorLoss, LeastSquaresDiscriminatorLoss"),
        Elsewhere(.tfGAN, "least_squares_generator_loss"),
        Elsewhere(
            .pyTorchGAN, "lsgan.py",
            differs: "the generator's loss is without its half"),
    ]

    static let declaration = Declaration(
        "least_squares", "LSGAN: squared distance of D's output to its targets",
        details: """
            D: mean[(D(x) - r)^2]/2 + mean[(D(G(z)) - f)^2]/2, targets r and f from label_smoothing.
            G: mean[(D(G(z)) - 1)^2]/2. Mao et al. 2017, eq. 9.
            D's output is a plain number (no sigmoid). At equilibrium D = (r+f)/2; with r = 1, f = 0: D = 1/2, D's loss
            0.25, G's loss 0.125. In general D's loss is ((r-f)/2)^2.
            """,
        example: "loss: least_squares")
    static let hasTargets = true
    static let output = DiscriminatorOutput.raw

    init(_ values: Values) {}

    /// Flipping changes nothing: the constant (r + f)/2 is as far from r as from f.
    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        let c = (smoothing.real + smoothing.fake) / 2
        let half = (smoothing.real - smoothing.fake) / 2
        return LossEquilibrium(
            output: c,
            discriminatorLoss: half * half + (smoothing.realTargets.variance + smoothing.fakeTargets.variance) / 2,
            generatorLoss: (c - 1) * (c - 1) / 2, threshold: c)
    }

    /// From target to target; the generator's is 1.
    func outputs(_ smoothing: LabelSmoothing) -> ValueRange { ValueRange(min(smoothing.fake, smoothing.real), 1) }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { halfSquares(batch) }
    func discriminatorOnFake(_ batch: LossBatch) -> Double { halfSquares(batch) }
    func generator(_ batch: LossBatch) -> Double { halfSquares(batch) }

    private func halfSquares(_ batch: LossBatch) -> Double {
        LogitLosses.leastSquares(
            batch.outputs, targets: batch.targets, count: batch.count, scale: batch.scale, gradient: batch.gradient)
            / Double(batch.count)
    }

    func curvature(_ term: LossTerm, output: Double, target: Double) -> Double { 1 }
}
