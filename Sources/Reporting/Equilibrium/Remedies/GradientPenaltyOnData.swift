import Configuration

/// Mescheder et al. 2018, eq. 9.
enum GradientPenaltyOnData: Remedy {
    static let name = "r1"
    static let help = "Keep the discriminator smooth, by an R1 penalty"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.regularized("r1", ["weight": .real(1)])
    }
}
