import Foundation

/// The chi-squared distribution.
enum ChiSquared {
    /// ln P(X >= x) with so many degrees of freedom: ln Q(degrees/2, x/2), the regularized upper incomplete gamma
    /// function, by its series below the middle and its continued fraction above (Abramowitz & Stegun 1964, 6.5.29 and
    /// 6.5.31).
    static func logTail(_ x: Double, degrees: Int) -> Double {
        if x <= 0 || degrees < 1 { return 0 }
        if x == .infinity { return -.infinity }
        let (a, y) = (Double(degrees) / 2, x / 2)
        let front = a * log(y) - y - lgamma(a)
        if y < a + 1 {
            var (term, sum, k) = (1 / a, 1 / a, a)
            while term > sum * 1e-16 {
                k += 1
                term *= y / k
                sum += term
            }
            return log1p(-exp(front + log(sum)))
        }
        // Lentz 1976.
        var b = y + 1 - a
        var (c, d) = (1e300, 1 / b)
        var fraction = d
        for k in 1...500 {
            let n = -Double(k) * (Double(k) - a)
            b += 2
            d = 1 / (n * d + b)
            c = b + n / c
            fraction *= c * d
            if abs(c * d - 1) < 1e-15 { break }
        }
        return front + log(fraction)
    }

    /// Pearson's test of counts against known shares: the statistic and ln of its p-value. Categories of which fewer
    /// than five are expected are taken together, since the distribution holds for large numbers.
    static func test(_ counts: [Int], _ shares: [Double]) -> (statistic: Double, logPValue: Double) {
        let n = Double(counts.reduce(0, +))
        let pairs = zip(counts, shares).map { (count: Double($0), expected: $1 * n) }.sorted {
            $0.expected < $1.expected
        }
        var categories: [(count: Double, expected: Double)] = []
        for pair in pairs {
            if let last = categories.last, last.expected < 5 {
                categories[categories.count - 1] = (last.count + pair.count, last.expected + pair.expected)
            } else {
                categories.append(pair)
            }
        }
        let statistic = categories.reduce(0) { sum, pair in
            pair.expected > 0 ? sum + (pair.count - pair.expected) * (pair.count - pair.expected) / pair.expected : sum
        }
        return (statistic, logTail(statistic, degrees: categories.count - 1))
    }
}
