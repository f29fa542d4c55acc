import Configuration

enum MoreDiscriminatorUpdates: Remedy {
    static let name = "more_discriminator_updates"
    static let help = "Give the discriminator more updates"

    static func settings(_ spec: RunSpec) -> [String]? {
        let updates = spec.stepRatio
        return updates.generator > 1
            ? ["step_ratio.generator=1"] : ["step_ratio.discriminator=\(updates.discriminator + 2)"]
    }
}
