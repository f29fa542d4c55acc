import Configuration

enum MoreGeneratorUpdates: Remedy {
    static let name = "more_generator_updates"
    static let help = "Give the generator more updates"

    static func settings(_ spec: RunSpec) -> [String]? {
        ["step_ratio.generator=\(spec.stepRatio.generator + 1)"]
    }
}
