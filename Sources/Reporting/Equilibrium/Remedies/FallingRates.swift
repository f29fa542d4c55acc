import Configuration

enum FallingRates: Remedy {
    static let name = "falling_rates"
    static let help = "Let both learning rates fall to the end"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.falling
    }
}
