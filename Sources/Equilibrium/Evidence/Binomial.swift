import Foundation

/// The binomial distribution: exact tails and limits, no normal approximation.
enum Binomial {
    /// ln P(X >= k), X the number of heads of n fair coins.
    static func logTail(_ k: Int, of n: Int) -> Double {
        if k <= 0 { return 0 }
        if k > n { return -.infinity }
        // Terms fall from the middle on; below it the other side is the shorter way.
        if 2 * k <= n { return log1p(-exp(logTail(n - k + 1, of: n))) }
        var (term, sum) = (1.0, 1.0)
        var i = k
        while i < n, term > sum * 1e-17 {
            term *= Double(n - i) / Double(i + 1)
            sum += term
            i += 1
        }
        return logChoose(n, k) - Double(n) * log(2) + log(sum)
    }

    /// P(X >= k), X the number of heads of n coins that show heads with a probability between 0 and 1.
    static func tail(_ k: Int, of n: Int, probability p: Double) -> Double {
        if k <= 0 { return 1 }
        if k > n { return 0 }
        // As above: from k away from the middle, up or down.
        let isAbove = Double(k) > Double(n) * p
        let from = isAbove ? k : k - 1
        let odds = p / (1 - p)
        var (term, sum) = (1.0, 1.0)
        var i = from
        while isAbove ? i < n : i > 0, term > sum * 1e-17 {
            term *= isAbove ? Double(n - i) / Double(i + 1) * odds : Double(i) / Double(n - i + 1) / odds
            sum += term
            i += isAbove ? 1 : -1
        }
        let first = logChoose(n, from) + Double(from) * log(p) + Double(n - from) * log(1 - p)
        return isAbove ? sum * exp(first) : 1 - sum * exp(first)
    }

    /// The smallest probability of heads under which k heads or more of n come up with probability `level`: the lower
    /// limit of Clopper & Pearson 1934. 0 for k = 0.
    static func lowerLimit(_ k: Int, of n: Int, level: Double) -> Double {
        if k <= 0 { return 0 }
        return bisect(0, Double(k) / Double(n)) { tail(k, of: n, probability: $0) >= level }
    }

    /// The largest probability of heads under which k heads or fewer come up with probability `level`. 1 for k = n.
    static func upperLimit(_ k: Int, of n: Int, level: Double) -> Double {
        1 - lowerLimit(n - k, of: n, level: level)
    }

    /// The fewest heads of n fair coins that come up, they or more, with a probability below `level`; nil where not
    /// even n heads do.
    static func critical(of n: Int, level: Double) -> Int? {
        var heads = n / 2
        // Tails fall: steps as long as they can be, then shorter ones.
        var step = 1 << max(0, Int.bitWidth - n.leadingZeroBitCount)
        while step > 0 {
            if heads + step <= n, logTail(heads + step, of: n) >= log(level) { heads += step }
            step /= 2
        }
        return heads < n ? heads + 1 : nil
    }

    /// The probability of heads at which `critical` heads or more come up with probability `power`.
    static func visible(of n: Int, critical: Int, power: Double) -> Double {
        bisect(0.5, 1) { tail(critical, of: n, probability: $0) >= power }
    }

    /// Where a condition that fails at `low` begins to hold, to within 1e-9; `high` where it does not before.
    private static func bisect(_ low: Double, _ high: Double, _ holds: (Double) -> Bool) -> Double {
        var (fails, holdsFrom) = (low, high)
        while holdsFrom - fails > 1e-9 {
            let middle = (fails + holdsFrom) / 2
            if holds(middle) { holdsFrom = middle } else { fails = middle }
        }
        return holdsFrom
    }
}

/// The hypergeometric distribution, for two counts that are compared.
enum Hypergeometric {
    /// Fisher's exact test, two-sided: ln of the probability, given the sum of both counts, of two counts at most as
    /// probable as these. `a` of `m` and `b` of `n`.
    static func logTwoSided(_ a: Int, of m: Int, _ b: Int, of n: Int) -> Double {
        let total = a + b
        func logProbability(_ x: Int) -> Double {
            logChoose(m, x) + logChoose(n, total - x) - logChoose(m + n, total)
        }
        let observed = logProbability(a)
        var sum = 0.0
        for x in max(0, total - n)...min(m, total) {
            let value = logProbability(x)
            // Equal probabilities differ by rounding.
            if value <= observed + 1e-7 { sum += exp(value - observed) }
        }
        return min(0, observed + log(sum))
    }
}

/// ln of the number of ways to choose k of n.
private func logChoose(_ n: Int, _ k: Int) -> Double {
    lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
}
