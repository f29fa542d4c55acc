import Configuration

/// Mescheder et al. 2018, eq. 9.
enum StrongPenalty: Remedy {
    static let name = "r1_strong"
    static let help = "Keep the discriminator smooth, by a strong R1 penalty"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.regularized("r1", ["weight": .real(10)])
    }
}
