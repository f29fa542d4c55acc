import Configuration

/// Sønderby et al. 2017; Arjovsky & Bottou 2017. It works through the curvature of the loss in the discriminator's
/// output, and Wasserstein's has none (Mescheder et al. 2018, section 3).
enum NoiseOnSamples: Remedy {
    static let name = "instance_noise"
    static let help = "Blur what the discriminator sees, less and less"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.loss.name == "wasserstein"
            ? nil : spec.regularized("instance_noise", ["std": .real(0.1), "final": .real(0)])
    }
}
