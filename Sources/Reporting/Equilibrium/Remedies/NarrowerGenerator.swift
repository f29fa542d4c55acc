import Configuration

enum NarrowerGenerator: Remedy {
    static let name = "narrower_generator"
    static let help = "Give the generator fewer units"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.widened(.generator, times: 0.5)
    }
}
