import Configuration
import Training

/// Gidel et al. 2019: positive momentum feeds the rotation.
enum NoMomentum: Remedy {
    static let name = "no_momentum"
    static let help = "Take momentum away"

    static func settings(_ spec: RunSpec) -> [String]? {
        var changes: [String] = []
        for player in Player.allCases {
            let values = spec[player].optimizer.values.entries
            if case .list(let betas)? = values["betas"], betas.count == 2, betas[0] != .real(0) {
                changes.append("\(player.rawValue).optimizer.betas=[0.0, \(CanonicalText.text(betas[1]))]")
            } else if case .real(let momentum)? = values["momentum"], momentum > 0 {
                changes.append("\(player.rawValue).optimizer.momentum=0")
            }
        }
        return changes.isEmpty ? nil : changes
    }
}
