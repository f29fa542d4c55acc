import Foundation
import Kernels

/// A distance between the two sets of samples that no training is needed for.
struct KernelDiscrepancy: EvidenceJudge {
    static let name = "mmd"
    static let title = "the kernel discrepancy"
    static let help =
        "squared maximum mean discrepancy of held-out and generated samples under a mean of five Gaussian kernels, by permutation"
    static let statistic = "squared discrepancy, biased estimate"
    static let oneSided: String? = "a distance: only large values speak against equality"

    /// Bandwidths: the median distance, its half, ... its sixteenth, so that differences of many sizes are seen.
    private static let scales = 5

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.pool != nil }

    /// Of the kernel, which is as large as the pool's distances.
    static func byteCount(_ sizes: JudgingSizes) -> Int { SamplePool.distanceBytes(sizes) }

    /// Gretton et al. 2012: the biased estimate (eq. 5), its permutation distribution, and for the bound the unbiased
    /// estimate (eq. 3) less its asymptotic error. A kernel in [0, 1] keeps two disjoint distributions within a squared
    /// discrepancy of 2, so that MMD <= sqrt(2) * total variation distance.
    ///
    /// What would have been visible is a share of the samples that are one point: it moves the squared discrepancy
    /// by its square times 1 - the kernel's mean over different real samples.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        guard let pool = exhibit.pool else { preconditionFailure("asked only where there is a pool") }
        let (n, size) = (Double(pool.count), pool.size)
        let median = DistanceMatrix.medianDistance(pool.distances.pointer, rows: size)
        let kernel = FloatBuffer(count: size * size)
        DistanceMatrix.multiscaleKernel(
            pool.distances.pointer, rows: size, bandwidth: median > 0 ? median : 1, scales: scales,
            into: kernel.pointer, workers: pool.workers)
        let products = FloatBuffer(count: size * LabelDraws.width)
        let test = pool.test(isTwoSided: false) { signs, values in
            LabelDraws.products(
                kernel.pointer, size: size, signs: signs, into: products.pointer, workers: pool.workers)
            LabelDraws.forms(products.pointer, signs: signs, size: size, into: values)
            for lane in 0..<LabelDraws.width { values[lane] /= n * n }
        }
        let sums = KernelSums(kernel, pool)
        let isDifference = test.pValue < level
        return Finding(
            judge: name, realCount: pool.count, generatedCount: pool.count, statistic: test.observed,
            logPValue: log10(test.pValue), distance: min(1, (max(0, sums.unbiased) / 2).squareRoot()),
            bound: isDifference
                ? min(1, (max(0, sums.unbiased - NormalDistribution.quantile(1 - level) * sums.error) / 2).squareRoot())
                : 0,
            visible: test.visibleShift(level: level).map { shift in
                // Data that is one point would rather show a share of other points.
                min(1, (shift / (sums.meanOfReal < 1 ? 1 - sums.meanOfReal : 1)).squareRoot())
            }, level: level)
    }
}

/// Means of a kernel within and across the two kinds.
private struct KernelSums {
    /// Of the squared discrepancy.
    let unbiased: Double
    /// Its standard error, by the variance of its projections on single samples: Hoeffding 1948.
    let error: Double
    /// Over pairs of different real samples.
    let meanOfReal: Double

    init(_ kernel: FloatBuffer, _ pool: SamplePool) {
        let (n, size, width) = (Double(pool.count), pool.size, LabelDraws.width)
        // Columns of ones for either kind give each sample's sums over it.
        let marks = FloatBuffer(count: size * width)
        for place in 0..<size { marks.pointer[place * width + (pool.isReal[place] ? 0 : 1)] = 1 }
        let sums = FloatBuffer(count: size * width)
        LabelDraws.products(kernel.pointer, size: size, signs: marks.pointer, into: sums.pointer, workers: pool.workers)
        var own = (real: 0.0, generated: 0.0), across = 0.0
        var projections: (real: [Double], generated: [Double]) = ([], [])
        for place in 0..<size {
            let toReal = Double(sums.pointer[place * width]), toGenerated = Double(sums.pointer[place * width + 1])
            // A sample's kernel with itself is 1.
            if pool.isReal[place] {
                own.real += toReal - 1
                across += toGenerated
                projections.real.append((toReal - 1) / (n - 1) - toGenerated / n)
            } else {
                own.generated += toGenerated - 1
                projections.generated.append((toGenerated - 1) / (n - 1) - toReal / n)
            }
        }
        meanOfReal = own.real / (n * (n - 1))
        unbiased = meanOfReal + own.generated / (n * (n - 1)) - 2 * across / (n * n)
        error = (4 * (projections.real.sampleVariance + projections.generated.sampleVariance) / n).squareRoot()
    }
}
