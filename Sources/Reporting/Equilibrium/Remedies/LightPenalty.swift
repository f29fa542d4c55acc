import Configuration

/// Mescheder et al. 2018, eq. 9.
enum LightPenalty: Remedy {
    static let name = "r1_light"
    static let help = "Keep the discriminator smooth, by a light R1 penalty"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.regularized("r1", ["weight": .real(0.1)])
    }
}
