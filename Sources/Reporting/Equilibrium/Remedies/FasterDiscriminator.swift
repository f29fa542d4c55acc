import Configuration

enum FasterDiscriminator: Remedy {
    static let name = "faster_discriminator"
    static let help = "Let the discriminator learn faster"

    static func settings(_ spec: RunSpec) -> [String]? {
        [spec.rate(.discriminator, times: 2)]
    }
}
