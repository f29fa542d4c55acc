import Configuration

/// Mescheder et al. 2018; Yazıcı et al. 2019.
enum PenaltyAndAverage: Remedy {
    static let name = "r1_average"
    static let help = "A light R1 penalty, and an average of the generator"

    static func settings(_ spec: RunSpec) -> [String]? {
        guard spec.generator.average == nil, let penalty = spec.regularized("r1", ["weight": .real(0.1)]) else {
            return nil
        }
        return penalty + [spec.averaged]
    }
}
