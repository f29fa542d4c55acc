import Foundation

/// The standard normal distribution.
enum NormalDistribution {
    /// The value below which a share `p` of the distribution lies, by bisection of `erfc`.
    static func quantile(_ p: Double) -> Double {
        var (low, high) = (-40.0, 40.0)
        while high - low > 1e-12 {
            let middle = (low + high) / 2
            if erfc(-middle / 2.0.squareRoot()) / 2 < p { low = middle } else { high = middle }
        }
        return high
    }
}
