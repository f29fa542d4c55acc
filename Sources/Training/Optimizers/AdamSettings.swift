import Configuration
import Kernels

/// The keys that Adam shares with the optimizers made of it.
struct AdamSettings {
    let learningRate: Double, betas: (Double, Double), epsilon: Double, weightDecay: Double

    init(_ values: Values) {
        learningRate = values.real("learning_rate")
        betas = values.pair("betas")
        epsilon = values.real("epsilon")
        weightDecay = values.real("weight_decay")
    }

    /// The betas and the epsilon of the paper, without weight decay.
    init(learningRate: Double) {
        (self.learningRate, betas, epsilon, weightDecay) = (learningRate, (0.9, 0.999), 1e-8, 0)
    }

    static let learningRate = Optimizers.learningRate(default: 2e-4)

    /// All of these keys but `learning_rate`.
    static func moments(
        weightDecay: Key = Optimizers.weightDecay(default: 0, "times the parameter, added to the gradient")
    ) -> [Key] {
        [
            Key(
                "betas", pair, default: .list([.real(0.5), .real(0.999)]),
                "decay of the mean of gradients and of their squares"),
            Optimizers.epsilon, weightDecay,
        ]
    }

    /// Two shares from 0 to below 1.
    static let pair = ValueType.list(of: .real(RealRange(0, 1, includesUpper: false)), count: 2...2)

    /// The arrays that `OptimizerUpdate.adam` keeps, the first of the state.
    static let stateNames = ["exp_avg", "exp_avg_sq"]
}

extension OptimizerUpdate {
    /// Adam's update, or AdamW's where `decoupled`.
    /// - Parameter betas: of this update; nil: those of the settings.
    func adam(_ settings: AdamSettings, betas: (Double, Double)? = nil, decoupled: Bool = false) {
        let betas = betas ?? settings.betas
        OptimizerUpdates.adam(
            parameters, gradients: gradients, first: state(0), second: state(1), count: count, step: number,
            rate: learningRate, beta1: betas.0, beta2: betas.1, epsilon: settings.epsilon,
            weightDecay: settings.weightDecay, decoupled: decoupled, gradientScale: gradientScale, workers: workers)
    }
}

extension OptimizerPullback {
    /// Through `OptimizerUpdate.adam`.
    func adam(_ settings: AdamSettings, betas: (Double, Double)? = nil, decoupled: Bool = false) {
        let (betas, count) = (betas ?? settings.betas, update.count)
        OptimizerPullbacks.adam(
            update.parameters, gradients: update.gradients, first: update.state, second: update.state + count,
            byParameters: byParameters, byFirst: byState, bySecond: byState + count, byGradients: byGradients,
            count: count, step: update.number, rate: update.learningRate, beta1: betas.0, beta2: betas.1,
            epsilon: settings.epsilon, weightDecay: settings.weightDecay, decoupled: decoupled,
            workers: update.workers)
    }
}

extension Values {
    /// The value of a key of type `AdamSettings.pair`.
    func pair(_ key: String) -> (Double, Double) {
        let numbers = list(key).map { value -> Double in
            switch value {
            case .real(let x): x
            case .integer(let x): Double(x)
            default: preconditionFailure("'\(key)' holds something else than numbers")
            }
        }
        return (numbers[0], numbers[1])
    }
}
