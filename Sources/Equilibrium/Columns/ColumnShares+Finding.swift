import Foundation

extension ColumnShares {
    /// Fisher's exact test of each share, corrected for their number (Bonferroni). Each is that of a region R of rows,
    /// and |p(R) - p_g(R)| bounds the total variation distance, for all of them together. Where a tenth of the numbers
    /// ends depends on all rows, but not on which are real; so the share of either kind up to there varies less than
    /// that of a fixed region, for which the limits are.
    ///
    /// Traps where there are no shares.
    func finding(judge: String, level: Double) -> Finding {
        let least = byProbability[0]
        let (n, m) = (realCount, generatedCount)
        let own = level / Double(shares.count)
        func difference(_ share: Share) -> Double {
            Double(share.generated) / Double(m) - Double(share.real) / Double(n)
        }
        /// Limits of both shares, each at a quarter of the level: either may be the larger one.
        func apart(_ share: Share) -> Double {
            let (real, made) = ((count: share.real, of: n), (count: share.generated, of: m))
            let (less, more) = difference(share) > 0 ? (real, made) : (made, real)
            return Binomial.lowerLimit(more.count, of: more.of, level: own / 4)
                - Binomial.upperLimit(less.count, of: less.of, level: own / 4)
        }
        return Finding(
            judge: judge, realCount: n, generatedCount: m, statistic: difference(least),
            logPValue: min(0, least.logPValue + log10(Double(shares.count))),
            distance: abs(difference(least)),
            bound: differences(level: level).map(apart).max().map { max(0, $0) } ?? 0,
            visible: visible(n, m, own), level: level)
    }

    /// The smallest difference of a share from one half, where chance makes the largest, that is seen four times in
    /// five, by the arcsine transformation (Cohen 1988, chapter 6).
    private func visible(_ n: Int, _ m: Int, _ level: Double) -> Double? {
        let step =
            (NormalDistribution.quantile(1 - level / 2) + NormalDistribution.quantile(Finding.power)) / 2
            * (1 / Double(n) + 1 / Double(m)).squareRoot()
        let angle = Double.pi / 4 - step
        return angle > 0 ? 0.5 - sin(angle) * sin(angle) : nil
    }
}
