import Configuration

enum SlowerGenerator: Remedy {
    static let name = "slower_generator"
    static let help = "Slow the generator down"

    static func settings(_ spec: RunSpec) -> [String]? {
        [spec.rate(.generator, times: 0.5)]
    }
}
