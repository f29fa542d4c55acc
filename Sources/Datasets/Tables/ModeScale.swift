import Foundation

/// A column's numbers by the mode that they belong to and the distance from its middle: CTGAN's mode-specific
/// normalization (Xu et al. 2019, section 4.2). The modes are a mixture of at most ten normal distributions, fitted by
/// expectation maximization; those of less than 0.5 % of the values are left out. CTGAN fits by variational inference
/// and draws the mode of a value; here it is the most probable one.
struct ModeScale: Hashable, Sendable {
    struct Mode: Hashable, Sendable {
        var weight: Double, mean: Double, deviation: Double

        /// The logarithm of the weighted density, up to a constant.
        func score(_ x: Double) -> Double {
            let z = (x - mean) / deviation
            return log(weight / deviation) - z * z / 2
        }
    }

    let modes: [Mode]

    private static let most = 10, steps = 60
    private static let least = 0.005
    /// Values that the mixture is fitted to.
    private static let fitted = 10_000
    /// Standard deviations that the network's 1 stands for.
    private static let reach = 4.0

    /// - Parameter sorted: the training values, rising; not empty.
    init(sorted: [Double]) {
        let stride = max(1, sorted.count / Self.fitted)
        let values = Swift.stride(from: stride / 2, to: sorted.count, by: stride).map { sorted[$0] }
        let range = (values.last ?? 0) - (values.first ?? 0)
        // No narrower than this: a mode of equal values would become infinitely dense.
        let narrowest = max(1e-4 * range, 1e-9 * abs(values.last ?? 0), .leastNormalMagnitude)
        var modes = (0..<Self.most).map { index in
            Mode(
                weight: 1 / Double(Self.most),
                mean: values[(2 * index + 1) * values.count / (2 * Self.most)],
                deviation: max(range / Double(Self.most), narrowest))
        }
        for _ in 0..<Self.steps {
            var sums = modes.map { _ in (weight: 0.0, first: 0.0, second: 0.0) }
            for x in values {
                let scores = modes.map { $0.score(x) }
                let highest = scores.max() ?? 0
                let shares = scores.map { exp($0 - highest) }
                let total = shares.reduce(0, +)
                for index in modes.indices {
                    let share = shares[index] / total
                    let offset = x - modes[index].mean
                    sums[index].weight += share
                    sums[index].first += share * offset
                    sums[index].second += share * offset * offset
                }
            }
            for index in modes.indices where sums[index].weight > 0 {
                let sum = sums[index]
                let shift = sum.first / sum.weight
                modes[index].weight = sum.weight / Double(values.count)
                modes[index].mean += shift
                let variance = max(sum.second / sum.weight - shift * shift, 0)
                modes[index].deviation = max(variance.squareRoot(), narrowest)
            }
            modes.removeAll { $0.weight < Self.least }
        }
        self.modes = modes
    }

    /// The most probable mode, and the place within it: 1 is four standard deviations above its mean.
    func place(_ x: Double) -> (mode: Int, offset: Double) {
        var (best, highest) = (0, -Double.infinity)
        for (index, mode) in modes.enumerated() {
            let score = mode.score(x)
            if score > highest { (best, highest) = (index, score) }
        }
        let offset = (x - modes[best].mean) / (Self.reach * modes[best].deviation)
        return (best, min(max(offset, -1), 1))
    }

    func value(mode: Int, offset: Double) -> Double { modes[mode].mean + Self.reach * modes[mode].deviation * offset }
}
