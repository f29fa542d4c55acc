import Configuration

@testable import Training

/// A loss: the Pearson divergence's game. D minimises mean[f*(D(G(z)))] - mean[D(x)], f*(t) = t^2/4 + t; G minimises
/// -mean[f*(D(G(z)))]. Nowozin, Cseke & Tomioka 2016, table 2.
struct Pearson: SeparableLoss {
    static let declaration = Declaration(
        "pearson", "f-GAN: the Pearson divergence",
        details: "D: mean[D(G(z))^2/4 + D(G(z))] - mean[D(x)]. G: -mean[D(G(z))^2/4 + D(G(z))]. Nowozin et al. 2016.",
        example: "loss: pearson")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw

    init(_ values: Values) {}

    /// D = f'(p/p_g) = 2 (p/p_g - 1) is 0.
    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        LossEquilibrium(output: 0, discriminatorLoss: 0, generatorLoss: 0, threshold: 0)
    }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { batch.linear(sign: -1) }
    func discriminatorOnFake(_ batch: LossBatch) -> Double { conjugate(batch, sign: 1) }
    func generator(_ batch: LossBatch) -> Double { conjugate(batch, sign: -1) }

    private func conjugate(_ batch: LossBatch, sign: Float) -> Double {
        var sum = 0.0
        for index in 0..<batch.count {
            let x = batch.outputs[index]
            sum += Double(sign * (x * x / 4 + x))
            batch.gradient[index] = sign * (x / 2 + 1) * batch.scale
        }
        return sum / Double(batch.count)
    }
}
