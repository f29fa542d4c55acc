import Configuration
import Kernels

/// D, an autoencoder, minimises E[L(x)] - k E[L(G(z))], G minimises E[L(G(z))], L the error of the reconstruction, k a
/// balance that is steered. Berthelot et al. 2017, eq. 4.
struct BEGAN: RememberingLoss {
    static let elsewhere = [
        Elsewhere(.torchGAN, "BoundaryEquilibriumDiscriminatorLoss"),
        Elsewhere(.pyTorchGAN, "began.py"),
    ]

    static let declaration = Declaration(
        "began", "boundary equilibrium: D reconstructs real samples better than generated ones, in a balance",
        details: """
            With L(s) the error with which D, an autoencoder that ends in `reconstruction_error`, reconstructs s: D
            minimises mean L(x) - k mean L(G(z)), G minimises mean L(G(z)), and after each of D's updates
            k <- k + rate * (gamma mean L(x) - mean L(G(z))), from 0 to 1, 0 at first. Berthelot et al. 2017
            (arXiv:1703.10717), eq. 4. D's output is -L, so that a larger one speaks for a real sample; k is the column
            began_balance of metrics.csv. With equal distributions L tells them not apart: both losses are 0 where D
            reconstructs perfectly. A gamma below 1 asks for generated samples that are easier than real ones, and so for
            less variety. Accuracy is taken as with wasserstein. PyTorch-GAN: began.py, gamma 0.75; TorchGAN:
            BoundaryEquilibrium losses, init_k 0, lambd 0.001, gamma 0.75.
            """,
        keys: [
            Key(
                "gamma", .real(RealRange(0, 1, includesLower: false)), default: .real(0.75),
                "the ratio of the errors aimed at"),
            Key("rate", .real(.positive), default: .real(0.001), "of the balance's change, lambda in the paper"),
        ],
        shorthand: "gamma", example: "loss: {began: {gamma: 0.75}}")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw
    static let comparesSides = false
    static let readsReconstruction = true
    static let memory = [RememberedNumber("balance")]

    let gamma: Double, rate: Double

    init(_ values: Values) {
        gamma = values.real("gamma")
        rate = values.real("rate")
    }

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        LossEquilibrium(output: nil, discriminatorLoss: 0, generatorLoss: nil, threshold: nil)
    }

    func discriminator(real: LossBatch, fake: LossBatch, memory: UnsafeMutablePointer<Double>) -> Double {
        let balance = memory.pointee
        let onReal = real.linear(sign: -1)
        let onFake = fake.linear(sign: 1)
        let factor = Float(balance)
        for i in 0..<fake.count { fake.gradient[i] *= factor }
        memory.pointee = min(max(balance + rate * (gamma * onReal + onFake), 0), 1)
        return onReal + balance * onFake
    }

    func generator(fake: LossBatch, real: LossBatch) -> Double { fake.linear(sign: -1) }
}
