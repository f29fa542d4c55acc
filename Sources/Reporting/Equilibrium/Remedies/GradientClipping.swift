import Configuration
import Training

enum GradientClipping: Remedy {
    static let name = "gradient_clipping"
    static let help = "Limit the gradients' norms"

    static func settings(_ spec: RunSpec) -> [String]? {
        let free = Player.allCases.filter { spec[$0].gradientClipping == nil }
        return free.isEmpty ? nil : free.map { "\($0.rawValue).gradient_clipping=1" }
    }
}
