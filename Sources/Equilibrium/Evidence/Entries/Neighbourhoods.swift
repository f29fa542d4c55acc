import Foundation

/// Whether generated samples lie where the data is as often as training samples do.
struct Neighbourhoods: EvidenceJudge {
    static let name = "neighbourhoods"
    static let title = "the count of neighbourhoods"
    static let help =
        "the share of generated samples near held-out ones (within the ball around one that holds the nearest 2 % of the others), beside the share of training samples"
    static let statistic = "share of generated samples, less the share of training samples"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.neighbourhoods != nil }

    /// The neighbourhoods depend on the held-out samples alone, so the two shares are those of independent samples in a
    /// fixed region R: Fisher's exact test, and p(R) - p_g(R) bounds the total variation distance.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        guard let counts = exhibit.neighbourhoods else { preconditionFailure("asked only where they were counted") }
        let (n, a, b) = (counts.count, counts.training, counts.generated)
        let logP = Hypergeometric.logTwoSided(a, of: n, b, of: n) / log(10)
        let difference = Double(b - a) / Double(n)
        let (less, more) = (min(a, b), max(a, b))
        let apart =
            Binomial.lowerLimit(more, of: n, level: level / 4) - Binomial.upperLimit(less, of: n, level: level / 4)
        return Finding(
            judge: name, realCount: n, generatedCount: n, statistic: difference, logPValue: logP,
            distance: abs(difference), bound: logP < log10(level) ? max(0, apart) : 0,
            visible: visible(Double(a) / Double(n), n, level), level: level)
    }

    /// The smallest fall of a share that is seen four times in five, by the arcsine transformation (Cohen 1988, chapter
    /// 6).
    private static func visible(_ share: Double, _ n: Int, _ level: Double) -> Double? {
        let step =
            (NormalDistribution.quantile(1 - level / 2) + NormalDistribution.quantile(Finding.power))
            / (2 * Double(n)).squareRoot()
        let angle = asin(share.squareRoot()) - step
        guard angle > 0 else { return nil }
        return share - sin(angle) * sin(angle)
    }
}
