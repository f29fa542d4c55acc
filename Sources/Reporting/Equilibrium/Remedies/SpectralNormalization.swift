import Configuration

/// Miyato et al. 2018.
enum SpectralNormalization: Remedy {
    static let name = "spectral_norm"
    static let help = "Bound the discriminator's slope, by spectral normalization"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.discriminator.weightTransforms.contains("spectral_norm") ? nil : ["discriminator.spectral_norm=true"]
    }
}
