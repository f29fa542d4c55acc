import Kernels

/// Fits a mixture to points by expectation maximization (Dempster, Laird & Rubin 1977), as scikit-learn's
/// GaussianMixture with diagonal covariances does: k-means first, at most 100 iterations, until the mean log density
/// rises by less than 1e-3, with 1e-6 added to the variances. Unlike it the random numbers are fixed, and of several
/// starts the best counts.
struct MixtureFit {
    var iterations = 100
    var tolerance = 1e-3
    var starts = 3
    private let floor = 1e-6

    /// - Parameter points: [n, dimensions], n of at least `components`.
    func mixture(of points: [Double], dimensions: Int, components: Int) -> NormalMixture {
        let candidates = (0..<starts).map { start in
            improved(
                KMeans(points, dimensions: dimensions, clusters: components, start: start).mixture(floor: floor),
                points)
        }
        return candidates.max { $0.logDensity < $1.logDensity }?.mixture
            ?? NormalMixture(dimensions: dimensions, weights: [], means: [], variances: [])
    }

    /// The mixture after EM, and the mean log density of the points under the one before the last step.
    func improved(_ start: NormalMixture, _ points: [Double]) -> (mixture: NormalMixture, logDensity: Double) {
        var mixture = start
        var before = -Double.infinity
        for _ in 0..<iterations {
            let logDensity = step(&mixture, points)
            if abs(logDensity - before) < tolerance { return (mixture, logDensity) }
            before = logDensity
        }
        return (mixture, before)
    }

    /// One step of EM. Returns the mean log density of the points before it.
    private func step(_ mixture: inout NormalMixture, _ points: [Double]) -> Double {
        let dimensions = mixture.dimensions
        let rows = points.count / dimensions
        var terms = NormalMixture.Terms(mixture)
        // Of each component: how many points it has, and the first two moments of their distances from its mean.
        var counts = [Double](repeating: 0, count: mixture.components)
        var first = [Double](repeating: 0, count: mixture.means.count)
        var second = first
        var sum = 0.0
        points.withUnsafeBufferPointer { points in
            for row in 0..<rows {
                sum += terms.logDensity(points, row: row)
                for k in counts.indices {
                    let share = terms.shares[k]
                    counts[k] += share
                    for axis in 0..<dimensions {
                        let distance = points[row * dimensions + axis] - mixture.means[k * dimensions + axis]
                        first[k * dimensions + axis] += share * distance
                        second[k * dimensions + axis] += share * distance * distance
                    }
                }
            }
        }
        mixture.move(counts: counts, first: first, second: second, floor: floor)
        return sum / Double(rows)
    }
}

extension NormalMixture {
    /// Takes on the moments of the points, which are given about the old means.
    fileprivate mutating func move(counts: [Double], first: [Double], second: [Double], floor: Double) {
        let total = counts.reduce(0, +)
        for k in counts.indices {
            // A component without points stays where it is, with a weight of almost 0.
            let count = counts[k] + 1e-15
            weights[k] = count / (total + 1e-15 * Double(counts.count))
            for index in k * dimensions..<(k + 1) * dimensions {
                let shift = first[index] / count
                means[index] += shift
                variances[index] = max(0, second[index] / count - shift * shift) + floor
            }
        }
    }
}

/// Lloyd's k-means from the starts of k-means++ (Arthur & Vassilvitskii 2007): each further centre is a point drawn in
/// proportion to its squared distance from the nearest one before.
private struct KMeans {
    private let points: [Double]
    private let dimensions: Int
    private let clusters: Int
    private var centers: [Double] = []
    private var nearest: [Int]

    init(_ points: [Double], dimensions: Int, clusters: Int, start: Int) {
        self.points = points
        self.dimensions = dimensions
        self.clusters = clusters
        nearest = [Int](repeating: 0, count: points.count / dimensions)
        seed(start)
        for _ in 0..<50 where assign() { recenter() }
    }

    private func squaredDistance(_ row: Int, _ cluster: Int) -> Double {
        var sum = 0.0
        for axis in 0..<dimensions {
            let distance = points[row * dimensions + axis] - centers[cluster * dimensions + axis]
            sum += distance * distance
        }
        return sum
    }

    private mutating func seed(_ start: Int) {
        var draws = [Float](repeating: 0, count: clusters)
        Random.fillUniform(
            &draws, count: clusters, at: MetricStream.mixtureCenters.address(seed: 0, at: start), workers: .shared)
        var distances = [Double](repeating: 1, count: nearest.count)
        for cluster in 0..<clusters {
            var rest = Double(draws[cluster]) * distances.reduce(0, +)
            let row = distances.firstIndex { distance in
                rest -= distance
                return rest < 0
            }
            // Where every point is a centre already, any will do.
            let chosen = row ?? 0
            centers += points[chosen * dimensions..<(chosen + 1) * dimensions]
            for row in nearest.indices {
                let distance = squaredDistance(row, cluster)
                distances[row] = cluster == 0 ? distance : min(distances[row], distance)
            }
        }
    }

    /// Gives every point to its nearest centre; whether that changed anything.
    private mutating func assign() -> Bool {
        var changed = false
        for row in nearest.indices {
            var (best, least) = (0, Double.infinity)
            for cluster in 0..<clusters {
                let distance = squaredDistance(row, cluster)
                if distance < least { (best, least) = (cluster, distance) }
            }
            if nearest[row] != best { changed = true }
            nearest[row] = best
        }
        return changed
    }

    private mutating func recenter() { centers = mixture(floor: 0).means }

    /// The clusters' shares, means and variances.
    func mixture(floor: Double) -> NormalMixture {
        var counts = [Double](repeating: 0, count: clusters)
        var first = [Double](repeating: 0, count: centers.count)
        var second = first
        for row in nearest.indices {
            counts[nearest[row]] += 1
            for axis in 0..<dimensions {
                let index = nearest[row] * dimensions + axis
                let distance = points[row * dimensions + axis] - centers[index]
                first[index] += distance
                second[index] += distance * distance
            }
        }
        var mixture = NormalMixture(dimensions: dimensions, weights: counts, means: centers, variances: second)
        mixture.move(counts: counts, first: first, second: second, floor: floor)
        return mixture
    }
}
