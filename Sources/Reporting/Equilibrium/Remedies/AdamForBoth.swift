import Configuration
import Training

/// Kingma & Ba 2015; Radford et al. 2016.
enum AdamForBoth: Remedy {
    static let name = "adam"
    static let help = "Take Adam with little momentum for both players"

    static func settings(_ spec: RunSpec) -> [String]? {
        let others = Player.allCases.filter { spec[$0].optimizer.name != "adam" }
        return others.isEmpty
            ? nil
            : others.map { "\($0.rawValue).optimizer={adam: {learning_rate: 2e-4, betas: [0.5, 0.999]}}" }
    }
}
