import Datasets
import Foundation
import Kernels

/// Where the data is a known mixture: which share of the samples each mode has, and how many lie at none.
struct KnownModes: EvidenceJudge {
    static let name = "modes"
    static let title = "the count of known modes"
    static let help =
        "mixtures: the shares of generated samples within three standard deviations of each mode, and away from all, beside the true ones"
    static let statistic = "Pearson's chi-squared"
    static let oneSided: String? =
        "a sum of squared deviations in both directions: only large values speak against equality"

    /// Draws of the mixture, by which the true shares are known to within 0.0012.
    private static let draws = 200_000
    /// Three standard errors of a share that is so found.
    private static let error = 1.5 / Double(draws).squareRoot()

    static func canLook(at exhibit: Exhibit) -> Bool {
        exhibit.samples.modes.count > 1 && exhibit.samples.generated.count >= 2
    }

    /// Pearson 1900. The bound: the categories of which the first half of the
    /// samples has too few are a region R, and p(R) - p_g(R) is measured on the second half.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        let set = exhibit.samples
        let n = set.generated.count
        let found = categories(set.generated, set.modes, set.workers)
        let truth = shares(set.modes, seed: exhibit.seed, set.workers)
        func counts(_ range: Range<Int>) -> [Int] {
            var counts = [Int](repeating: 0, count: truth.count)
            for sample in range { counts[found[sample]] += 1 }
            return counts
        }
        let (first, second) = (counts(0..<n / 2), counts(n / 2..<n))
        let test = ChiSquared.test(zip(first, second).map { $0 + $1 }, truth)
        let logP = test.logPValue / log(10)
        let rare = truth.indices.filter { Double(first[$0]) < truth[$0] * Double(n / 2) }
        let (expected, held) = (rare.reduce(0) { $0 + truth[$1] }, rare.reduce(0) { $0 + second[$1] })
        let tested = n - n / 2
        let limit = Binomial.upperLimit(held, of: tested, level: level)
        return Finding(
            judge: name, realCount: Self.draws, generatedCount: n, statistic: test.statistic, logPValue: logP,
            distance: max(0, expected - Double(held) / Double(tested)),
            bound: logP < log10(level) ? max(0, expected - error - limit) : 0,
            visible: visible(n, level), level: level)
    }

    /// For every sample its mode, or the number of modes where it is within three standard deviations of none.
    private static func categories(_ samples: Samples, _ modes: [Mode], _ workers: Workers) -> [Int] {
        let centers = Samples(shape: [modes[0].center.count], count: modes.count, values: modes.flatMap(\.center))
        let nearest = Nearest(from: samples, limit: samples.count, to: centers, workers: workers)
        return zip(nearest.distances, nearest.indices).map { distance, index in
            index >= 0 && distance <= 3 * Double(modes[Int(index)].standardDeviation) ? Int(index) : modes.count
        }
    }

    /// Of the mixture itself, which may overlap.
    private static func shares(_ modes: [Mode], seed: Int, _ workers: Workers) -> [Double] {
        let dimensions = modes[0].center.count
        let noise = FloatBuffer(count: draws * dimensions)
        Random.fillNormal(
            noise.pointer, count: noise.count, at: JudgeStream.mixture.address(seed: seed), workers: workers)
        let values = [Float](unsafeUninitializedCapacity: draws * dimensions) { buffer, filled in
            filled = draws * dimensions
            // As many of each mode: less noise than a draw of modes.
            for sample in 0..<draws {
                let mode = modes[sample % modes.count]
                for axis in 0..<dimensions {
                    let index = sample * dimensions + axis
                    buffer[index] = mode.center[axis] + mode.standardDeviation * noise.pointer[index]
                }
            }
        }
        var counts = [Int](repeating: 0, count: modes.count + 1)
        for category in categories(Samples(shape: [dimensions], count: draws, values: values), modes, workers) {
            counts[category] += 1
        }
        return counts.map { Double($0) / Double(draws) }
    }

    /// A share of the samples that leaves modes which have half of them: the least visible case.
    private static func visible(_ n: Int, _ level: Double) -> Double? {
        RuleTest.visible(count: n, level: level).map { $0 / 2 }
    }
}
