import Configuration
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
            keeps it apart.
            """,
        keys: [
            Optimizers.learningRate(default: 2e-4),
            Optimizers.betas(default: [0.5, 0.999]),
            Optimizers.epsilon,
            Optimizers.weightDecay(default: 0, "times the parameter, added to the gradient"),
        ],
        shorthand: "learning_rate", example: "optimizer: {adam: {learning_rate: 2e-4, betas: [0.5, 0.999]}}")
    static let normalizesGradients = true
    let learningRate: Double, betas: (Double, Double), epsilon: Double, weightDecay: Double

    init(_ values: Values) {
        learningRate = values.real("learning_rate")
        betas = values.betas
        epsilon = values.real("epsilon")
        weightDecay = values.real("weight_decay")
    }

    /// As the paper has it.
    init(learningRate: Double) {
        (self.learningRate, betas, epsilon, weightDecay) = (learningRate, (0.9, 0.999), 1e-8, 0)
    }

    var stateNames: [String] { ["exp_avg", "exp_avg_sq"] }

    func update(_ update: OptimizerUpdate) {
        OptimizerUpdates.adam(
            update.parameters, gradients: update.gradients, first: update.state, second: update.state + update.count,
            count: update.count, step: update.number, rate: update.learningRate, beta1: betas.0,
            beta2: betas.1, epsilon: epsilon, weightDecay: weightDecay, decoupled: false,
            gradientScale: update.gradientScale, workers: update.workers)
    }
}
