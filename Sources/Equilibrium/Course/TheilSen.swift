/// The slopes between all pairs of points, in rising order: their median (Theil 1950, Sen 1968) stays near the slope of
/// the line as long as fewer than 29 % of the points, 1 - 1/sqrt 2, are elsewhere.
struct TheilSen {
    let slopes: [Double]
    /// Points.
    private let count: Int

    /// Two points at least, no two of them at one x.
    init(_ x: [Double], _ y: [Double]) {
        var slopes: [Double] = []
        slopes.reserveCapacity(x.count * (x.count - 1) / 2)
        for i in x.indices { for j in 0..<i { slopes.append((y[i] - y[j]) / (x[i] - x[j])) } }
        slopes.sort()
        self.slopes = slopes
        count = x.count
    }

    var slope: Double {
        let half = slopes.count / 2
        return slopes.count % 2 == 1 ? slopes[half] : (slopes[half - 1] + slopes[half]) / 2
    }

    /// The slopes that lie N/2 -+ c/2 from the lowest of N: Sen's interval, with c the quantile of Kendall's statistic,
    /// the difference of rising and falling pairs, of points without a trend. nil where that takes more pairs than
    /// there are: nothing can be said.
    func interval(_ c: Double) -> Interval? {
        let below = Int(((Double(slopes.count) - c) / 2).rounded()) - 1
        return below < 0 ? nil : Interval(slopes[below], slopes[slopes.count - 1 - below])
    }

    /// The 97.5 % quantile of Kendall's statistic of points in this noise: root mean square over the noise's rho.
    ///
    /// The statistic's variance grows by what that of a least squares slope grows by, and the quantile is Student's
    /// with the freedom of as many independent points as would give the same: the effective sample size of Bayley &
    /// Hammersley 1946, used so by Yue & Wang 2004.
    func quantile(in noise: RedNoise) -> Double {
        let n = Double(count)
        let places = (0..<count).map { Double($0) - (n - 1) / 2 }
        let spread = places.reduce(0) { $0 + $1 * $1 }
        return noise.average { candidate in
            let inflation = RedNoise.variance(of: places, candidate.correlation) / spread
            let quantile = StudentT.quantile(0.975, degrees: max(2, n / inflation - 2))
            return quantile * quantile * inflation * independentVariance
        }.squareRoot()
    }

    /// Of Kendall's statistic of independent points (Kendall 1938).
    var independentVariance: Double {
        let n = Double(count)
        return n * (n - 1) * (2 * n + 5) / 18
    }
}
