import Configuration

enum SlowerPlayers: Remedy {
    static let name = "slower_players"
    static let help = "Slow both players down"

    static func settings(_ spec: RunSpec) -> [String]? {
        [spec.rate(.discriminator, times: 0.5), spec.rate(.generator, times: 0.5)]
    }
}
