import Configuration

enum MuchWiderDiscriminator: Remedy {
    static let name = "much_wider_discriminator"
    static let help = "Give the discriminator many more units"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.widened(.discriminator, times: 8)
    }
}
