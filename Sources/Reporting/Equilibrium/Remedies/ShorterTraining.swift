import Configuration

enum ShorterTraining: Remedy {
    static let name = "shorter_training"
    static let help = "Train less long"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.training.iterations > 1 ? ["training.iterations=\(spec.training.iterations / 2)"] : nil
    }
}
