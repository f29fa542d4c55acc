import Configuration
import Foundation
import Kernels

/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
/// Kingma & Ba 2015, algorithm 1.
struct Adam: Optimizer {
    static let declaration = Declaration(
        "adam", "Adam: the usual optimizer of GANs",
        details: """
            m <- b1 m + (1 - b1) g; v <- b2 v + (1 - b2) g^2;
            w <- w - learning_rate * (m/(1 - b1^t))/(sqrt(v/(1 - b2^t)) + epsilon). Kingma & Ba 2015, algorithm 1.
            The defaults are those of DCGAN (Radford et al. 2016). weight_decay is added to the gradient (L2); adamw
            keeps it apart. With `final_betas` the betas run from `betas` at the start to these at the run's end, along half
            a cosine: R3GAN (Huang et al. 2024) takes [0, 0.9] to [0, 0.99]. As in its code, the corrections 1 - b^t are
            those of the update's own betas.
            """,
        keys: [
            Optimizers.learningRate(default: 2e-4),
            Optimizers.betas(default: [0.5, 0.999]),
            Optimizers.epsilon,
            Optimizers.weightDecay(default: 0, "times the parameter, added to the gradient"),
            Key(
                "final_betas", .list(of: .real(RealRange(0, 1, includesUpper: false)), count: 2...2), default: .null,
                "what the betas come to at the run's end; default: they stay"),
        ],
        shorthand: "learning_rate", example: "optimizer: {adam: {learning_rate: 2e-4, betas: [0.5, 0.999]}}")
    static let normalizesGradients = true
    let learningRate: Double, betas: (Double, Double), epsilon: Double, weightDecay: Double
    private let finalBetas: (Double, Double)?

    init(_ values: Values) {
        learningRate = values.real("learning_rate")
        betas = values.betas
        epsilon = values.real("epsilon")
        weightDecay = values.real("weight_decay")
        finalBetas =
            (values.entries["final_betas"] ?? .null) == .null ? nil : Values.pair(values["final_betas"])
    }

    /// As the paper has it.
    init(learningRate: Double) {
        (self.learningRate, betas, epsilon, weightDecay) = (learningRate, (0.9, 0.999), 1e-8, 0)
        finalBetas = nil
    }

    var stateNames: [String] { ["exp_avg", "exp_avg_sq"] }

    var followsProgress: Bool { finalBetas != nil }

    /// Those of an update.
    func betas(at progress: Double) -> (Double, Double) {
        guard let finalBetas else { return betas }
        let share = (1 + cos(.pi * min(1, progress))) / 2
        return (
            finalBetas.0 + (betas.0 - finalBetas.0) * share, finalBetas.1 + (betas.1 - finalBetas.1) * share
        )
    }

    func update(_ update: OptimizerUpdate) {
        let betas = betas(at: update.progress)
        OptimizerUpdates.adam(
            update.parameters, gradients: update.gradients, first: update.state, second: update.state + update.count,
            count: update.count, step: update.number, rate: update.learningRate, beta1: betas.0,
            beta2: betas.1, epsilon: epsilon, weightDecay: weightDecay, decoupled: false,
            gradientScale: update.gradientScale, workers: update.workers)
    }
}
