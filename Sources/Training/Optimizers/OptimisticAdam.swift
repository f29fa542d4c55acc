import Configuration
import Kernels

/// w -= rate * (2 d - d'), d Adam's step and d' that of the update before. Daskalakis et al. 2018, algorithm 1.
struct OptimisticAdam: Optimizer {
    static let declaration = Declaration(
        "optimistic_adam", "Adam that takes the next gradient to change as the last one did",
        details: """
            With d Adam's step (m/(1 - b1^t))/(sqrt(v/(1 - b2^t)) + epsilon) and d' that of the update before, 0 at first:
            w <- w - learning_rate * (2 d - d'). Daskalakis et al. 2018 (arXiv:1711.00141), algorithm 1. Where plain
            descent circles an equilibrium, its last iterates come to it. HyperGAN has it as a hook of its trainers.
            """,
        keys: [AdamSettings.learningRate] + AdamSettings.moments(),
        shorthand: "learning_rate", example: "optimizer: {optimistic_adam: {learning_rate: 1e-4, betas: [0.5, 0.9]}}")
    static let normalizesGradients = true
    private let settings: AdamSettings

    init(_ values: Values) { settings = AdamSettings(values) }

    var learningRate: Double { settings.learningRate }
    var stateNames: [String] { AdamSettings.stateNames + ["previous_step"] }

    func update(_ update: OptimizerUpdate) {
        OptimizerUpdates.optimisticAdam(
            update.parameters, gradients: update.gradients, first: update.state(0), second: update.state(1),
            previous: update.state(2), count: update.count, step: update.number,
            rate: update.learningRate, beta1: settings.betas.0, beta2: settings.betas.1, epsilon: settings.epsilon,
            weightDecay: settings.weightDecay, gradientScale: update.gradientScale, workers: update.workers)
    }
}
