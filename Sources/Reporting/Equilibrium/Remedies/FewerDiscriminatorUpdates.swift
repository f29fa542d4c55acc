import Configuration

enum FewerDiscriminatorUpdates: Remedy {
    static let name = "fewer_discriminator_updates"
    static let help = "Give the discriminator fewer updates"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.stepRatio.discriminator > 1 ? ["step_ratio.discriminator=1"] : nil
    }
}
