import Configuration
import Kernels
import Networks

/// D maximises E[T(x)] - E[f*(T(G(z)))], T = g(D): a bound on the divergence D_f(p || p_g) from below. Nowozin, Cseke &
/// Tomioka 2016.
struct FDivergence: CurvedLoss {
    static let declaration = Declaration(
        "f_divergence", "f-GAN: D's loss is minus an estimate of a divergence: KL, reverse KL, Pearson, ...",
        details: """
            D: -mean[g(D(x))] + mean[f*(g(D(G(z))))], D the plain output. G: -mean[g(D(G(z)))], the non-saturating form
            (section 3.2 of the paper), or with `generator: saddle` -mean[f*(g(D(G(z))))], the same function that D plays for.
            Nowozin, Cseke & Tomioka 2016 (arXiv:1606.00709), equation 6, tables 1, 2 and 6:

            kl: g(v) = v, f*(t) = exp(t - 1)
            reverse_kl: g(v) = -exp(-v), f*(t) = -1 - ln(-t), so that D: mean[exp(-v)] + mean[v - 1]
            pearson: g(v) = v, f*(t) = t²/4 + t
            squared_hellinger: g(v) = 1 - exp(-v), f*(t) = t/(1 - t), so that D: mean[exp(-v) - 1] + mean[exp(v) - 1]
            jensen_shannon: g(v) = ln 2 - ln(1 + exp(-v)), f*(t) = -ln(2 - exp(t)): D's loss is that of non_saturating less
            2 ln 2
            total_variation: g(v) = tanh(v)/2, f*(t) = t

            At equilibrium D's loss is 0, the divergence; D is 1 with kl (G's loss -1), 0 with reverse_kl (G's loss 1) and 0
            with the others (G's loss 0), and any constant with total_variation. A sample counts as called real where D is
            above that. exp overflows where D is sure of itself: kl, reverse_kl and squared_hellinger need a small learning
            rate, spectral_norm or a penalty. HyperGAN's f_divergence loss has the same table under g_f and f*; its
            `jensen_weighted` and `gan` are not here: the game of Goodfellow et al. 2014 is minimax. No targets, so no
            label_smoothing.
            """,
        keys: [
            Key(
                "divergence", .word(Divergence.allCases.map(\.rawValue)), default: .text("jensen_shannon"),
                "what D's loss estimates minus of"),
            Key(
                "generator", .word(["non_saturating", "saddle"]), default: .text("non_saturating"),
                "whether G plays for g(D) or, as D does, for f*(g(D))"),
        ],
        shorthand: "divergence", example: "loss: {f_divergence: pearson}")
    static let hasTargets = false
    static let output = DiscriminatorOutput.raw

    typealias Divergence = DivergenceLosses.Divergence

    let divergence: Divergence
    let isSaddle: Bool

    init(_ values: Values) {
        guard let divergence = Divergence(rawValue: values.text("divergence")) else {
            preconditionFailure("not one of the declared words")
        }
        self.divergence = divergence
        isSaddle = values.text("generator") == "saddle"
    }

    /// D is where g(D) = f'(1). As f(1) = 0, there g(D) = f*(g(D)), so that both forms of G's loss are one.
    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        switch divergence {
        case .kl: LossEquilibrium(output: 1, discriminatorLoss: 0, generatorLoss: -1, threshold: 1)
        case .reverseKL: LossEquilibrium(output: 0, discriminatorLoss: 0, generatorLoss: 1, threshold: 0)
        case .pearson, .squaredHellinger, .jensenShannon:
            LossEquilibrium(output: 0, discriminatorLoss: 0, generatorLoss: 0, threshold: 0)
        case .totalVariation: LossEquilibrium(output: nil, discriminatorLoss: 0, generatorLoss: nil, threshold: 0)
        }
    }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { mean(.real, batch, sign: 1) }
    func discriminatorOnFake(_ batch: LossBatch) -> Double { mean(.fake, batch, sign: 1) }

    func generator(_ batch: LossBatch) -> Double {
        isSaddle ? mean(.fake, batch, sign: -1) : mean(.real, batch, sign: 1)
    }

    private func mean(_ part: DivergenceLosses.Part, _ batch: LossBatch, sign: Double) -> Double {
        DivergenceLosses.mean(
            divergence, part, batch.outputs, sign: sign, count: batch.count, gradient: batch.gradient)
    }

    var isZeroSum: Bool { isSaddle }

    func curvature(_ term: LossTerm, output: Double, target: Double) -> Double {
        switch term {
        case .real: DivergenceLosses.curvature(divergence, .real, output)
        case .fake: DivergenceLosses.curvature(divergence, .fake, output)
        case .generator:
            isSaddle
                ? -DivergenceLosses.curvature(divergence, .fake, output)
                : DivergenceLosses.curvature(divergence, .real, output)
        }
    }
}
