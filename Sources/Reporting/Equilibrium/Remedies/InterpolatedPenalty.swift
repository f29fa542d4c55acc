import Configuration

/// Gulrajani et al. 2017, eq. 3.
enum InterpolatedPenalty: Remedy {
    static let name = "gradient_penalty"
    static let help = "Keep the discriminator's slope near 1 between real and generated samples"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.regularized("gradient_penalty", ["weight": .real(10)])
    }
}
