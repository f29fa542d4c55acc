import Configuration

enum MuchFasterGenerator: Remedy {
    static let name = "much_faster_generator"
    static let help = "Let the generator learn much faster"

    static func settings(_ spec: RunSpec) -> [String]? {
        [spec.rate(.generator, times: 10)]
    }
}
