import Foundation

/// Whether each column of a table, by itself, has its categories, numbers and missing cells as often as real rows have.
struct ColumnValues: EvidenceJudge {
    static let name = "columns"
    static let title = "the count of columns' values"
    static let help =
        "tables: how many held-out and generated rows have each category, no value, or a number up to each tenth of all, column by column"
    static let statistic = "the least probable difference: share of generated rows, less the share of held-out rows"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.columns.map { !$0.shares.isEmpty } ?? false }

    /// Fisher's exact test of each share, corrected for their number (Bonferroni). Each is that of a region R of rows,
    /// and |p(R) - p_g(R)| bounds the total variation distance, for all of them together. Where a tenth of the numbers
    /// ends depends on all rows, but not on which are real; so the share of either kind up to there varies less than
    /// that of a fixed region, for which the limits are.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        guard let columns = exhibit.columns, let least = columns.byProbability.first
        else { preconditionFailure("asked only where there are shares") }
        let (n, m) = (columns.realCount, columns.generatedCount)
        let own = level / Double(columns.shares.count)
        func difference(_ share: ColumnShares.Share) -> Double {
            Double(share.generated) / Double(m) - Double(share.real) / Double(n)
        }
        /// Limits of both shares, each at a quarter of the level: either may be the larger one.
        func apart(_ share: ColumnShares.Share) -> Double {
            let (real, made) = ((count: share.real, of: n), (count: share.generated, of: m))
            let (less, more) = difference(share) > 0 ? (real, made) : (made, real)
            return Binomial.lowerLimit(more.count, of: more.of, level: own / 4)
                - Binomial.upperLimit(less.count, of: less.of, level: own / 4)
        }
        return Finding(
            judge: name, realCount: n, generatedCount: m, statistic: difference(least),
            logPValue: min(0, least.logPValue + log10(Double(columns.shares.count))),
            distance: abs(difference(least)),
            bound: columns.differences(level: level).map(apart).max().map { max(0, $0) } ?? 0,
            visible: visible(n, m, own), level: level)
    }

    /// The smallest difference of a share from one half, where chance makes the largest, that is seen four times in
    /// five, by the arcsine transformation (Cohen 1988, chapter 6).
    private static func visible(_ n: Int, _ m: Int, _ level: Double) -> Double? {
        let step =
            (NormalDistribution.quantile(1 - level / 2) + NormalDistribution.quantile(Finding.power)) / 2
            * (1 / Double(n) + 1 / Double(m)).squareRoot()
        let angle = Double.pi / 4 - step
        return angle > 0 ? 0.5 - sin(angle) * sin(angle) : nil
    }
}
