import Configuration
import Kernels

/// weight · ||w - the mean of w so far||². Salimans et al. 2016, section 3.3.
struct HistoricalAveraging: ParameterPenalty {
    static let elsewhere = [
        Elsewhere(
            .torchGAN, "HistoricalAverageGeneratorLoss(lambd=1)",
            differs: "the optimizer takes a step of its own along it, beside the one along the loss")
    ]

    static let declaration = Declaration(
        "historical_averaging", "keeps a player's parameters near their mean over the run",
        details: """
            Adds weight * ||w - m||^2 to the player's loss, m the mean of its parameters before each of its updates so
            far: gradient 2 * weight * (w - m), m held. Salimans et al. 2016 (arXiv:1606.03498), section 3.3; for both
            players put it into the regularization of both. The losses that are reported are without it.
            """,
        keys: [Key("weight", .real(.positive), default: .real(1), "factor of the squared distance")],
        shorthand: "weight", example: "regularization: [historical_averaging: {weight: 1}]")
    static let stateNames = ["mean"]
    let weight: Double

    init(_ values: Values) { weight = values.real("weight") }

    func addGradient(_ site: ParameterSite) {
        let (w, mean, gradient) = (site.parameters, site.state, site.gradients)
        RowBlends.follow(w, share: 1 / Float(site.number), into: mean, count: site.count, workers: site.workers)
        guard site.factor > 0 else { return }
        let factor = Float(2 * weight * site.factor)
        Elementwise.accumulate(w, times: factor, into: gradient, count: site.count, workers: site.workers)
        Elementwise.accumulate(mean, times: -factor, into: gradient, count: site.count, workers: site.workers)
    }
}
