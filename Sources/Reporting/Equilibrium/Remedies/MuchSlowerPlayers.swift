import Configuration

enum MuchSlowerPlayers: Remedy {
    static let name = "much_slower_players"
    static let help = "Slow both players down by much"

    static func settings(_ spec: RunSpec) -> [String]? {
        [spec.rate(.discriminator, times: 0.1), spec.rate(.generator, times: 0.1)]
    }
}
