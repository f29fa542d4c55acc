import Configuration
import Kernels

/// Adam, whose weight decay acts on the parameters and not through the gradient: w -= rate * decay * w. Loshchilov &
/// Hutter 2019, algorithm 2.
struct AdamW: Optimizer {
    static let declaration = Declaration(
        "adamw", "Adam with decoupled weight decay",
        details: """
            w <- w - learning_rate * weight_decay * w, then Adam's step. Loshchilov & Hutter 2019, algorithm 2, in
            PyTorch's form. Acts on every parameter, biases and scales included.
            """,
        keys: [
            Optimizers.learningRate(default: 2e-4),
            Optimizers.betas(default: [0.5, 0.999]),
            Optimizers.epsilon,
            Optimizers.weightDecay(default: 0.01, "times the learning rate: the share of a parameter lost per update"),
        ],
        shorthand: "learning_rate", example: "optimizer: {adamw: {learning_rate: 2e-4, weight_decay: 0.01}}")
    static let normalizesGradients = true
    let learningRate: Double, betas: (Double, Double), epsilon: Double, weightDecay: Double

    init(_ values: Values) {
        learningRate = values.real("learning_rate")
        betas = values.betas
        epsilon = values.real("epsilon")
        weightDecay = values.real("weight_decay")
    }

    var stateNames: [String] { ["exp_avg", "exp_avg_sq"] }

    func update(_ update: OptimizerUpdate) {
        OptimizerUpdates.adam(
            update.parameters, gradients: update.gradients, first: update.state, second: update.state + update.count,
            count: update.count, step: update.number, rate: update.learningRate, beta1: betas.0,
            beta2: betas.1, epsilon: epsilon, weightDecay: weightDecay, decoupled: true,
            gradientScale: update.gradientScale, workers: update.workers)
    }
}
