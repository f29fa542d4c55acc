import Configuration

enum PenaltyAverageAndFall: Remedy {
    static let name = "r1_average_falling"
    static let help = "A light R1 penalty, an average of the generator, and learning rates that fall"

    static func settings(_ spec: RunSpec) -> [String]? {
        guard let others = PenaltyAndAverage.settings(spec), let falling = spec.falling else { return nil }
        return others + falling
    }
}
