import Configuration
import Foundation

/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
/// Kingma & Ba 2015, algorithm 1.
struct Adam: DifferentiableOptimizer {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "type_: Adam, beta1, beta2",
            differs: "epsilon is 1e-6, with StyleGAN as here"),
        Elsewhere(
            .tfGAN, "tf.train.AdamOptimizer",
            differs: "epsilon stands outside of the bias correction"),
    ]

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
        keys: [AdamSettings.learningRate] + AdamSettings.moments()
            + [
                Key(
                    "final_betas", AdamSettings.pair, default: .null,
                    "what the betas come to at the run's end; default: they stay")
            ],
        shorthand: "learning_rate", example: "optimizer: {adam: {learning_rate: 2e-4, betas: [0.5, 0.999]}}")
    static let normalizesGradients = true
    private let settings: AdamSettings
    private let finalBetas: (Double, Double)?

    init(_ values: Values) {
        settings = AdamSettings(values)
        finalBetas = values["final_betas"] == .null ? nil : values.pair("final_betas")
    }

    /// As the paper has it.
    init(learningRate: Double) {
        settings = AdamSettings(learningRate: learningRate)
        finalBetas = nil
    }

    var learningRate: Double { settings.learningRate }
    var stateNames: [String] { AdamSettings.stateNames }
    var followsProgress: Bool { finalBetas != nil }

    /// The betas of an update.
    private func betas(at progress: Double) -> (Double, Double) {
        let betas = settings.betas
        guard let finalBetas else { return betas }
        let share = (1 + cos(.pi * min(1, progress))) / 2
        return (
            finalBetas.0 + (betas.0 - finalBetas.0) * share, finalBetas.1 + (betas.1 - finalBetas.1) * share
        )
    }

    func update(_ update: OptimizerUpdate) { update.adam(settings, betas: betas(at: update.progress)) }

    func pullBack(_ pullback: OptimizerPullback) {
        pullback.adam(settings, betas: betas(at: pullback.update.progress))
    }
}
