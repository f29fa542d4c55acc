import Configuration

/// Kodali et al. 2017.
enum PenaltyAroundData: Remedy {
    static let name = "dragan"
    static let help = "Keep the discriminator's slope near 1 around the data"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.regularized("dragan", ["weight": .real(10)])
    }
}
