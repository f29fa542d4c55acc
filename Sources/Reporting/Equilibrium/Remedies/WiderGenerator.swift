import Configuration

enum WiderGenerator: Remedy {
    static let name = "wider_generator"
    static let help = "Give the generator more units"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.widened(.generator, times: 2)
    }
}
