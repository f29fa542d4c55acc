import Configuration
import Kernels

/// s = decay * s + (1 - decay) g^2; w -= rate * g / (sqrt(s) + epsilon). Tieleman & Hinton 2012, in the form of
/// PyTorch.
struct RMSProp: DifferentiableOptimizer {
    static let declaration = Declaration(
        "rmsprop", "gradient divided by its running root mean square",
        details: """
            s <- decay * s + (1 - decay) * g^2; w <- w - learning_rate * g/(sqrt(s) + epsilon).
            Tieleman & Hinton 2012, in PyTorch's form. The default rate is that of WGAN (Arjovsky et al. 2017), which
            found momentum to make critics unstable.
            """,
        keys: [
            Optimizers.learningRate(default: 5e-5),
            Key(
                "decay", .real(RealRange(0, 1, includesUpper: false)), default: .real(0.99),
                "decay of the mean of squared gradients"),
            Optimizers.epsilon,
            // Null rather than 0: null leaves no trace in a run's name, and runs from before this key keep theirs.
            Key(
                "weight_decay", .real(.nonNegative), default: .null,
                "times the parameter, added to the gradient; default: 0"),
        ],
        shorthand: "learning_rate", example: "optimizer: {rmsprop: {learning_rate: 5e-5}}")
    static let normalizesGradients = true
    let learningRate: Double, decay: Double, epsilon: Double, weightDecay: Double

    init(_ values: Values) {
        learningRate = values.real("learning_rate")
        decay = values.real("decay")
        epsilon = values.real("epsilon")
        weightDecay = values.optionalReal("weight_decay") ?? 0
    }

    var stateNames: [String] { ["square_avg"] }

    func update(_ update: OptimizerUpdate) {
        OptimizerUpdates.rmsprop(
            update.parameters, gradients: update.gradients, squares: update.state, count: update.count,
            rate: update.learningRate, smoothing: decay, epsilon: epsilon, weightDecay: weightDecay,
            gradientScale: update.gradientScale, workers: update.workers)
    }

    func pullBack(_ pullback: OptimizerPullback) {
        let update = pullback.update
        OptimizerPullbacks.rmsprop(
            update.parameters, gradients: update.gradients, squares: update.state, byParameters: pullback.byParameters,
            bySquares: pullback.byState, byGradients: pullback.byGradients, count: update.count,
            rate: update.learningRate, smoothing: decay, epsilon: epsilon, weightDecay: weightDecay,
            workers: update.workers)
    }
}
