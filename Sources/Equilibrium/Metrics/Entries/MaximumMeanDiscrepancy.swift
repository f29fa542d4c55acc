import Configuration
import Datasets
import Kernels

/// Squared maximum mean discrepancy under a Gaussian kernel.
struct MaximumMeanDiscrepancy: SampleMetric {
    static let declaration = Declaration(
        "mmd", "squared maximum mean discrepancy between generated and held-out samples, Gaussian kernel",
        details: """
            mean of k(x, x') + mean of k(y, y') - 2 mean of k(x, y) over pairs of different samples, with
            k(a, b) = exp(-|a - b|^2 / (2 bandwidth^2)): the unbiased estimate of Gretton et al. 2012, eq. 3. Its mean
            is 0 under equality, and so it may be below 0; it is at most 2. The bandwidth, where none is given, is the
            median distance between held-out samples (their section 8, there of both samples: of the real ones alone
            it does not move with the generator, and so runs can be compared); 1 where that is 0.
            """,
        keys: [
            Key("bandwidth", .real(.positive), default: .null, "of the kernel, in units of the data"),
            .samples(default: 1000, most: SamplePairs.mostSamples),
        ],
        shorthand: "bandwidth", example: "evaluation: {metrics: [mmd: {bandwidth: 0.5}]}")
    static let columns = [
        MetricColumn("mmd_squared", "unbiased squared maximum mean discrepancy", better: .lower),
        MetricColumn("mmd_bandwidth", "bandwidth of its kernel, in units of the data", better: .neither),
    ]
    static let isCheap = true

    static func objection(to data: DataTraits) -> String? { nil }

    let bandwidth: Double?
    let samples: Int

    init(_ values: Values) {
        bandwidth = values.optionalReal("bandwidth")
        samples = values.integer("samples")
    }

    func byteCount(_ sizes: JudgingSizes) -> Int { SamplePairs.byteCount(sizes, limit: samples) }

    func measure(_ set: SampleSet) -> [Double?] {
        let pairs = SamplePairs(set, limit: samples)
        guard pairs.realCount > 1, pairs.generatedCount > 1 else { return [nil, nil] }
        let bandwidth = bandwidth ?? pairs.medianRealDistance
        let (m, n) = (Double(pairs.realCount), Double(pairs.generatedCount))
        // A sample's distance to itself is 0, its kernel 1.
        let real = (pairs.gaussianSum(.real, bandwidth) - m) / (m * (m - 1))
        let generated = (pairs.gaussianSum(.generated, bandwidth) - n) / (n * (n - 1))
        return [real + generated - 2 * pairs.gaussianSum(.across, bandwidth) / (m * n), bandwidth]
    }
}
