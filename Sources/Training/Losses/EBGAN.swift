import Configuration
import Kernels

/// D, an autoencoder, minimises E[L(x)] + E[max(0, margin - L(G(z)))], G minimises E[L(G(z))], L the error of the
/// reconstruction. Zhao et al. 2017, eq. 1 and 2.
struct EBGAN: CurvedLoss {
    static let elsewhere = [
        Elsewhere(.torchGAN, "EnergyBasedDiscriminatorLoss(margin=80)"),
        Elsewhere(.pyTorchGAN, "ebgan.py, margin max(1, batch_size / 64)"),
    ]

    static let declaration = Declaration(
        "ebgan", "energy-based: D's error of reconstruction is small on real samples, and up to a margin on others",
        details: """
            With L(s) the error with which D, an autoencoder that ends in `reconstruction_error: l2`, reconstructs s:
            D: mean L(x) + mean max(0, margin - L(G(z))), G: mean L(G(z)). Zhao et al. 2017 (arXiv:1609.03126), eq. 1 and
            2; without their pulling-away term. D's output is -L, so that a larger one speaks for a real sample. At
            equilibrium L is a constant from 0 to the margin and D's loss the margin (theorems 1 and 2). Accuracy is taken
            as with wasserstein. The margin is to be of the size of the error of an autoencoder of the data.
            PyTorch-GAN: ebgan.py, margin max(1, batch / 64); TorchGAN: EnergyBased losses, margin 80.
            """,
        keys: [
            Key("margin", .real(.positive), default: .real(1), "errors on generated samples beyond it gain nothing")
        ],
        shorthand: "margin", example: "loss: {ebgan: {margin: 1}}")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw
    static let readsReconstruction = true

    let margin: Double

    init(_ values: Values) { margin = values.real("margin") }

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        LossEquilibrium(output: nil, discriminatorLoss: margin, generatorLoss: nil, threshold: nil)
    }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { batch.linear(sign: -1) }

    func discriminatorOnFake(_ batch: LossBatch) -> Double {
        var sum = 0.0
        for i in 0..<batch.count {
            // The output is minus the error.
            let lacking = margin + Double(batch.outputs[i])
            sum += max(0, lacking)
            batch.gradient[i] = lacking > 0 ? batch.scale : 0
        }
        return sum / Double(batch.count)
    }

    func generator(_ batch: LossBatch) -> Double { batch.linear(sign: -1) }

    func curvature(_ term: LossTerm, output: Double, target: Double) -> Double { 0 }
}
