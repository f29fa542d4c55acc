import Configuration
import Datasets
import Foundation
import Kernels

/// Which modes of a mixture the samples reach.
struct ModeCoverage: SampleMetric {
    static let declaration = Declaration(
        "modes", "mixtures: modes covered, share of high quality, reverse KL divergence over the modes",
        details: """
            A sample belongs to its nearest mode, and is of high quality within 3 of that mode's standard deviations.
            A mode is covered by one high-quality sample. With q_k the share of the high-quality samples that belong
            to mode k of K: mode_reverse_kl = sum over k of q_k ln(K q_k), in nats, 0 where all modes have equally
            many, ln K where one mode has all; not measured without a high-quality sample. So PacGAN's program counts
            (Lin et al. 2018, arXiv:1712.04086, table 1, of 2,500 samples; the paper says only "closest mode"). Of
            perfect samples 1 - exp(-4.5) = 98.9 % are of high quality in the plane.
            """,
        keys: [.samples(default: 2500)], example: "evaluation: {metrics: [modes]}")
    static let columns = [
        MetricColumn("modes_covered", "modes with a sample within 3 standard deviations", better: .higher),
        MetricColumn("high_quality_share", "share of samples within 3 standard deviations of a mode", better: .higher),
        MetricColumn("mode_reverse_kl", "KL divergence of the modes' shares from equal ones, in nats", better: .lower),
    ]
    static let isCheap = true

    static func objection(to data: DataTraits) -> String? {
        data.labels == .modes ? nil : "needs the modes of a mixture"
    }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    func measure(_ set: SampleSet) -> [Double?] {
        guard let first = set.modes.first else { return [nil, nil, nil] }
        let dimensions = first.center.count
        let centers = set.modes.flatMap(\.center)
        let nearest = Nearest(
            from: set.generated, limit: samples,
            to: Samples(shape: [dimensions], count: set.modes.count, values: centers), workers: set.workers)
        var counts = [Int](repeating: 0, count: set.modes.count)
        for (distance, index) in zip(nearest.distances, nearest.indices) where index >= 0 {
            let mode = set.modes[Int(index)]
            if distance <= 3 * Double(mode.standardDeviation) { counts[Int(index)] += 1 }
        }
        let good = counts.reduce(0, +)
        let covered = Double(counts.count { $0 > 0 })
        let share = Double(good) / Double(nearest.distances.count)
        guard good > 0 else { return [covered, share, nil] }
        let divergence = counts.reduce(0.0) { sum, count in
            let q = Double(count) / Double(good)
            return q > 0 ? sum + q * log(q * Double(counts.count)) : sum
        }
        return [covered, share, max(0, divergence)]
    }
}
