import Equilibrium
import Foundation

/// Whether two settings differ in a number, by their runs: over the seeds that both have, else by Welch's test.
///
/// Differences of paired seeds: Student's t with n - 1 degrees. Without two seeds in common: Welch 1947, with
/// Satterthwaite's degrees. Equivalence: two one-sided tests (Schuirmann 1987) that the difference is less than a
/// margin either way.
struct SeedTest: Hashable {
    enum Kind: Hashable {
        case paired(seeds: Int)
        case welch
    }

    let kind: Kind
    /// Of the means, the second's less the first's.
    let difference: Double
    let interval: Interval
    /// Two-sided, of no difference; and of a difference of the margin or more.
    let pValue: Double, equivalencePValue: Double

    /// nil where neither test has two values on each side.
    /// - Parameters:
    ///   - baseline: values by seed.
    ///   - margin: what is no difference worth speaking of.
    init?(_ baseline: [(seed: String?, value: Double)], _ other: [(seed: String?, value: Double)], margin: Double) {
        let own = Dictionary(
            baseline.compactMap { run in run.seed.map { ($0, run.value) } }, uniquingKeysWith: { a, _ in a })
        let pairs = other.compactMap { run in run.seed.flatMap { own[$0] }.map { run.value - $0 } }
        let error: Double, degrees: Double
        if pairs.count > 1 {
            kind = .paired(seeds: pairs.count)
            let n = Double(pairs.count)
            difference = pairs.mean
            error = (pairs.sampleVariance / n).squareRoot()
            degrees = n - 1
        } else {
            let (a, b) = (baseline.map(\.value), other.map(\.value))
            guard a.count > 1, b.count > 1 else { return nil }
            kind = .welch
            difference = b.mean - a.mean
            let (u, v) = (a.sampleVariance / Double(a.count), b.sampleVariance / Double(b.count))
            error = (u + v).squareRoot()
            let sum = u * u / Double(a.count - 1) + v * v / Double(b.count - 1)
            degrees = sum > 0 ? (u + v) * (u + v) / sum : Double(a.count + b.count - 2)
        }
        guard difference.isFinite, error.isFinite else { return nil }
        // Runs without any spread: what differs at all differs for certain.
        func tail(_ distance: Double) -> Double {
            error > 0
                ? StudentT.upperTail(distance / error, degrees: degrees) : distance > 0 ? 0 : distance < 0 ? 1 : 0.5
        }
        pValue = min(1, 2 * tail(abs(difference)))
        equivalencePValue = max(tail(margin - difference), tail(margin + difference))
        let reach = StudentT.quantile(0.975, degrees: degrees) * error
        interval = Interval(difference - reach, difference + reach)
    }

    /// P-values of several tests, each as large as it must be for all to hold together (Holm 1979).
    static func holm(_ pValues: [Double]) -> [Double] {
        var adjusted = pValues
        var least = 0.0
        for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
            least = max(least, min(1, pValues[index] * Double(pValues.count - rank)))
            adjusted[index] = least
        }
        return adjusted
    }
}
