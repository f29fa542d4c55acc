import Configuration

enum SlowerDiscriminator: Remedy {
    static let name = "slower_discriminator"
    static let help = "Slow the discriminator down"

    static func settings(_ spec: RunSpec) -> [String]? {
        [spec.rate(.discriminator, times: 0.5)]
    }
}
