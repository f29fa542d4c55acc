import Configuration
import Kernels

/// The distribution of the noise that the generator turns into samples: independent components.
public protocol Prior: Entry {
    /// Draws `count` components; they depend on `address` and on nothing else.
    func fill(_ noise: UnsafeMutablePointer<Float>, count: Int, at address: RandomAddress, workers: Workers)
}

public enum Priors {
    public static let registry = Registry<any Prior>(.priors, [Normal.self, Uniform.self, TruncatedNormal.self])
}
