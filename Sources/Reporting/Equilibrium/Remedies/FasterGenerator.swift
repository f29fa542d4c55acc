import Configuration

enum FasterGenerator: Remedy {
    static let name = "faster_generator"
    static let help = "Let the generator learn faster"

    static func settings(_ spec: RunSpec) -> [String]? {
        [spec.rate(.generator, times: 2)]
    }
}
