import Configuration

enum LongerTraining: Remedy {
    static let name = "longer_training"
    static let help = "Train longer, with learning rates that fall"

    static func settings(_ spec: RunSpec) -> [String]? {
        ["training.iterations=\(2 * spec.training.iterations)"] + (spec.falling ?? [])
    }
}
