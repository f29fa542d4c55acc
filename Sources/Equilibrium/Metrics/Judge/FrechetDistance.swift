import Kernels

/// The Fréchet distance between the normal distributions of the same means and covariances as two samples, squared, as
/// is usual: |m1 - m2|^2 + trace(C1 + C2 - 2 (C1 C2)^(1/2)). Dowson & Landau 1982; Heusel et al. 2017, eq. 6.
///
/// Covariances are divided by n - 1. For finite samples of equal distributions it is above 0, by about d^2 / n in units
/// of the variances.
enum FrechetDistance {
    /// Of samples [n, dimensions]; nil where one has no more than `dimensions`, which do not give a covariance.
    static func squared(_ a: [Float], _ b: [Float], dimensions: Int) -> Double? {
        let (rowsA, rowsB) = (a.count / dimensions, b.count / dimensions)
        guard min(rowsA, rowsB) > dimensions else { return nil }
        let (one, two) = (moments(a, rowsA, dimensions), moments(b, rowsB, dimensions))
        var distance = 0.0
        for index in 0..<dimensions {
            let difference = one.means[index] - two.means[index]
            let diagonal = index * (dimensions + 1)
            distance += difference * difference + one.covariances[diagonal] + two.covariances[diagonal]
        }
        let root = one.covariances.withUnsafeBufferPointer { one in
            two.covariances.withUnsafeBufferPointer { two -> Double in
                guard let one = one.baseAddress, let two = two.baseAddress else { return 0 }
                return SymmetricMatrix.traceOfRootOfProduct(one, two, order: dimensions)
            }
        }
        return max(0, distance - 2 * root)
    }

    private static func moments(
        _ values: [Float], _ rows: Int, _ columns: Int
    ) -> (means: [Double], covariances: [Double]) {
        var means = [Double](repeating: 0, count: columns)
        var covariances = [Double](repeating: 0, count: columns * columns)
        values.withUnsafeBufferPointer { values in
            means.withUnsafeMutableBufferPointer { means in
                covariances.withUnsafeMutableBufferPointer { covariances in
                    guard let values = values.baseAddress, let means = means.baseAddress,
                        let covariances = covariances.baseAddress
                    else { return }
                    SymmetricMatrix.covariance(values, rows: rows, columns: columns, means: means, into: covariances)
                }
            }
        }
        return (means, covariances)
    }
}
