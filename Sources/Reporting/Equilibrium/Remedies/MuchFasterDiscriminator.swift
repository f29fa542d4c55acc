import Configuration

enum MuchFasterDiscriminator: Remedy {
    static let name = "much_faster_discriminator"
    static let help = "Let the discriminator learn much faster"

    static func settings(_ spec: RunSpec) -> [String]? {
        [spec.rate(.discriminator, times: 10)]
    }
}
