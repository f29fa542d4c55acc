import Configuration
import Kernels

/// g += decay * w; v = momentum * v + g; w -= rate * (g + momentum * v with Nesterov, else v). Sutskever et al. 2013,
/// in the form of PyTorch.
struct SGD: DifferentiableOptimizer {
    static let declaration = Declaration(
        "sgd", "stochastic gradient descent, with momentum or Nesterov's",
        details: """
            g <- g + weight_decay * w; v <- momentum * v + g;
            w <- w - learning_rate * (v, or g + momentum * v with nesterov). Sutskever et al. 2013, in PyTorch's form.
            A momentum below 0 takes a part of the last step back: with `order: alternating`, the default, it brings a game
            to rest in which plain descent circles (Gidel et al. 2019, arXiv:1807.04740, at -0.5); with `simultaneous` that
            game still moves away. PyTorch refuses it.
            """,
        keys: [
            Optimizers.learningRate(default: 0.01),
            Key(
                "momentum", .real(RealRange(-1, 1, includesLower: false, includesUpper: false)), default: .real(0),
                "share of the last step kept"),
            Key("nesterov", .boolean, default: .boolean(false), "look ahead along the momentum; needs one above 0"),
            Optimizers.weightDecay(default: 0, "times the parameter, added to the gradient"),
        ],
        shorthand: "learning_rate", example: "optimizer: {sgd: {learning_rate: 0.01, momentum: 0.9}}")
    static let normalizesGradients = false
    let learningRate: Double, momentum: Double, nesterov: Bool, weightDecay: Double

    init(_ values: Values) {
        learningRate = values.real("learning_rate")
        momentum = values.real("momentum")
        nesterov = values.boolean("nesterov")
        weightDecay = values.real("weight_decay")
    }

    var stateNames: [String] { momentum == 0 ? [] : ["momentum_buffer"] }

    func update(_ update: OptimizerUpdate) {
        OptimizerUpdates.sgd(
            update.parameters, gradients: update.gradients, velocity: momentum == 0 ? nil : update.state,
            count: update.count, rate: update.learningRate, momentum: momentum, nesterov: nesterov,
            weightDecay: weightDecay, gradientScale: update.gradientScale, workers: update.workers)
    }

    func pullBack(_ pullback: OptimizerPullback) {
        let update = pullback.update
        OptimizerPullbacks.sgd(
            byParameters: pullback.byParameters, byVelocity: momentum == 0 ? nil : pullback.byState,
            byGradients: pullback.byGradients, count: update.count, rate: update.learningRate, momentum: momentum,
            nesterov: nesterov, weightDecay: weightDecay, workers: update.workers)
    }
}
