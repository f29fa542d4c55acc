import Foundation

/// A mixture of normal distributions with diagonal covariances.
struct NormalMixture: Hashable {
    let dimensions: Int
    /// [components]: they add up to 1.
    var weights: [Double]
    /// [components, dimensions]
    var means: [Double]
    /// [components, dimensions]
    var variances: [Double]

    var components: Int { weights.count }

    /// The mean of ln(density) over `points` [n, dimensions], n above 0.
    func meanLogDensity(_ points: [Double]) -> Double {
        var terms = Terms(self)
        return points.withUnsafeBufferPointer { points in
            let rows = points.count / dimensions
            let sum = (0..<rows).reduce(0.0) { $0 + terms.logDensity(points, row: $1) }
            return sum / Double(rows)
        }
    }
}

extension NormalMixture {
    /// One density, computed many times.
    struct Terms {
        private let dimensions: Int
        private let means: [Double]
        /// 1 / variance.
        private let precisions: [Double]
        /// ln(weight) - ln(2 pi variance) / 2, over the dimensions.
        private let constants: [Double]
        /// After `logDensity`: the components' shares of the point's density.
        private(set) var shares: [Double]

        init(_ mixture: NormalMixture) {
            dimensions = mixture.dimensions
            means = mixture.means
            precisions = mixture.variances.map { 1 / $0 }
            shares = mixture.weights
            constants = mixture.weights.indices.map { k in
                (0..<mixture.dimensions).reduce(log(mixture.weights[k])) {
                    $0 - log(2 * Double.pi * mixture.variances[k * mixture.dimensions + $1]) / 2
                }
            }
        }

        /// ln(sum over k of w_k N(x; mean_k, variance_k)); far from all of them, too.
        mutating func logDensity(_ points: UnsafeBufferPointer<Double>, row: Int) -> Double {
            var largest = -Double.infinity
            for k in shares.indices {
                var value = constants[k]
                for axis in 0..<dimensions {
                    let distance = points[row * dimensions + axis] - means[k * dimensions + axis]
                    value -= distance * distance * precisions[k * dimensions + axis] / 2
                }
                shares[k] = value
                largest = max(largest, value)
            }
            var sum = 0.0
            for k in shares.indices {
                shares[k] = exp(shares[k] - largest)
                sum += shares[k]
            }
            for k in shares.indices { shares[k] /= sum }
            return largest + log(sum)
        }
    }
}
