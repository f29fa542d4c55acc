import Configuration
import Networks

/// The transforms of weights by name. A new one is a file in Transforms/ and a word here.
extension WeightTransforms {
    public static let registry = Registry<any WeightTransform>(.transforms, [SpectralNorm.self, WeightNorm.self])

    /// All of them.
    /// - Parameter network: those of the weights of every layer that does not say so itself.
    public static func all(network: [String] = []) -> WeightTransforms {
        WeightTransforms(registry, network: network)
    }
}
