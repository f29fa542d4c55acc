import Configuration
import Kernels

/// Adam, whose parameters go back a part of the way every few updates. Zhang et al. 2019, algorithm 1.
struct Lookahead: Optimizer {
    static let declaration = Declaration(
        "lookahead", "Adam that goes back a part of the way every few updates",
        details: """
            Adam's updates; after every `steps` of them slow <- slow + share * (w - slow), w <- slow, slow the parameters
            as they were there the time before. Zhang et al. 2019 (arXiv:1907.08610), algorithm 1. In a GAN both players
            have it with the same number of steps: LA-MinMax of Chavdarova et al. 2021 (arXiv:2006.14567), which takes both
            back at once; here the discriminator goes back after its own last update, before the generator's.
            """,
        keys: [
            AdamSettings.learningRate,
            Key("steps", .integer(1...1_000_000), default: .integer(5), "updates from one return to the next"),
            Key("share", .real(RealRange(0, 1, includesLower: false)), default: .real(0.5), "of the way that is kept"),
        ] + AdamSettings.moments(),
        shorthand: "learning_rate", example: "optimizer: {lookahead: {learning_rate: 2e-4, steps: 5, share: 0.5}}")
    static let normalizesGradients = true
    private let settings: AdamSettings
    private let steps: Int, share: Double

    init(_ values: Values) {
        settings = AdamSettings(values)
        steps = values.integer("steps")
        share = values.real("share")
    }

    var learningRate: Double { settings.learningRate }
    var stateNames: [String] { AdamSettings.stateNames + ["slow"] }

    func update(_ update: OptimizerUpdate) {
        let slow = update.state(2)
        // They start where the run does.
        if update.number == 1 {
            Elementwise.copy(update.parameters, into: slow, count: update.count, workers: update.workers)
        }
        update.adam(settings)
        guard update.number % steps == 0 else { return }
        RowBlends.follow(
            update.parameters, share: Float(share), into: slow, count: update.count, workers: update.workers)
        Elementwise.copy(slow, into: update.parameters, count: update.count, workers: update.workers)
    }
}
