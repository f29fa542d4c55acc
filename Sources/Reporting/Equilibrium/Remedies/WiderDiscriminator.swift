import Configuration

enum WiderDiscriminator: Remedy {
    static let name = "wider_discriminator"
    static let help = "Give the discriminator more units"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.widened(.discriminator, times: 2)
    }
}
