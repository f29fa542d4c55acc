import Configuration

/// Adam, whose weight decay acts on the parameters and not through the gradient: w -= rate * decay * w. Loshchilov &
/// Hutter 2019, algorithm 2.
struct AdamW: DifferentiableOptimizer {
    static let declaration = Declaration(
        "adamw", "Adam with decoupled weight decay",
        details: """
            w <- w - learning_rate * weight_decay * w, then Adam's step. Loshchilov & Hutter 2019, algorithm 2, in
            PyTorch's form. Acts on every parameter, biases and scales included.
            """,
        keys: [AdamSettings.learningRate]
            + AdamSettings.moments(
                weightDecay: Optimizers.weightDecay(
                    default: 0.01, "times the learning rate: the share of a parameter lost per update")),
        shorthand: "learning_rate", example: "optimizer: {adamw: {learning_rate: 2e-4, weight_decay: 0.01}}")
    static let normalizesGradients = true
    private let settings: AdamSettings

    init(_ values: Values) { settings = AdamSettings(values) }

    var learningRate: Double { settings.learningRate }
    var stateNames: [String] { AdamSettings.stateNames }

    func update(_ update: OptimizerUpdate) { update.adam(settings, decoupled: true) }
    func pullBack(_ pullback: OptimizerPullback) { pullback.adam(settings, decoupled: true) }
}
