import Foundation

/// The mean of a few independent values and how well it is known.
public struct Estimate: Hashable, Sendable {
    public let mean: Double
    /// Half the width of the 95 % interval of the mean, by Student's t; nil for a single value.
    public let margin: Double?
    public let count: Int

    /// nil of no values. Values that are not finite give a mean that is not finite, and no margin.
    public init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        self.mean = mean
        count = values.count
        guard values.count > 1, mean.isFinite else {
            margin = nil
            return
        }
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
        margin = StudentT.quantile(0.975, degrees: n - 1) * (variance / n).squareRoot()
    }
}

/// Student's t distribution.
enum StudentT {
    /// The value below which a share `p` (above one half) of the distribution lies, to about 12 digits.
    static func quantile(_ p: Double, degrees: Double) -> Double {
        var low = 0.0
        var high = 1.0
        while cumulative(high, degrees: degrees) < p, high < 1e12 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if cumulative(middle, degrees: degrees) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// P(T <= t) for t >= 0: 1 - I_x(v/2, 1/2) / 2 with x = v / (v + t^2). Abramowitz & Stegun 1964, 26.7.1.
    static func cumulative(_ t: Double, degrees v: Double) -> Double {
        1 - incompleteBeta(v / (v + t * t), v / 2, 0.5) / 2
    }

    /// The regularised incomplete beta function I_x(a, b) by its continued fraction. A&S 26.5.8, evaluated as Lentz
    /// 1976 does.
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast below the distribution's middle; beyond it the symmetric one does.
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let logBeta = lgamma(a) + lgamma(b) - lgamma(a + b)
        let front = exp(a * log(x) + b * log(1 - x) - logBeta) / a
        func safe(_ y: Double) -> Double { abs(y) < 1e-300 ? 1e-300 : y }
        var c = 1.0
        var d = 1 / safe(1 - (a + b) * x / (a + 1))
        var fraction = d
        for m in 1...500 {
            let k = Double(m)
            let even = a + 2 * k
            let first = k * (b - k) * x / ((even - 1) * even)
            let second = -(a + k) * (a + b + k) * x / (even * (even + 1))
            for term in [first, second] {
                d = 1 / safe(1 + term * d)
                c = safe(1 + term / c)
                fraction *= c * d
            }
            if abs(c * d - 1) < 1e-15 { break }
        }
        return front * fraction
    }
}
