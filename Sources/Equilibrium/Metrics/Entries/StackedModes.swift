import Configuration
import Datasets
import Diagnostics
import Foundation

/// How many combinations of labels a generator of stacked pictures makes, and how evenly.
struct StackedModes: SampleMetric {
    static let declaration = Declaration(
        "stacked_modes", "stacked pictures: combinations of labels that are made, and the divergence from the data's",
        details: """
            A classifier of the single pictures (that of the metric judge) says the label of every channel; a sample's
            mode is the combination of them. stacked_modes = modes with at least one sample, of classes^count.
            stacked_divergence = KL(q || p), sum over modes of q ln(q / p) in nats, q the shares among the samples and p
            those that the data's shares of labels give. As Srivastava et al. 2017 (VEEGAN) and Lin et al. 2018 (PacGAN)
            count, of 26,000 samples there. The reference, training samples in the generator's place, says what the
            classifier's errors and the number of samples come to: fewer samples than a few for each mode give a
            divergence above 0 whoever made them.
            """,
        keys: [.samples(default: 26_000)], example: "evaluation: {metrics: [stacked_modes]}")
    static let columns = [
        MetricColumn("stacked_modes", "combinations of labels that are made", better: .higher),
        MetricColumn(
            "stacked_divergence", "their Kullback-Leibler divergence from the data's, in nats", better: .lower),
    ]
    static let isCheap = false
    static let needsJudge = true

    static func objection(to data: DataTraits) -> String? {
        data.labels == .stacked ? nil : "needs stacked pictures"
    }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    /// Of a copy of the samples, of one of their channels, and of what the classifier answers.
    func byteCount(_ sizes: JudgingSizes) -> Int {
        let count = min(samples, sizes.generated)
        let channels = max(1, sizes.shape.last ?? 1), answers = 64
        return count * (4 * sizes.size + 4 * sizes.size / channels + answers)
    }

    func measure(_ set: SampleSet) throws(DiagnosticError) -> [Double?] {
        let channels = set.generated.shape.last ?? 1
        guard let judge = set.judge, let labels = set.pictures?.labels else { return [nil, nil] }
        let modes = try modes(set, judge, channels)
        var shares = [Double](repeating: 0, count: judge.architecture.classes)
        for label in labels { shares[Int(label)] += 1 / Double(labels.count) }
        let classes = shares.count
        let total = Double(modes.count)
        var counts: [Int: Int] = [:]
        for mode in modes { counts[mode, default: 0] += 1 }
        // In a fixed order: sums must not depend on the order of a dictionary.
        let divergence = counts.sorted { $0.key < $1.key }.reduce(0.0) { sum, entry in
            let q = Double(entry.value) / total
            var (p, rest) = (1.0, entry.key)
            for _ in 0..<channels {
                p *= shares[rest % classes]
                rest /= classes
            }
            return sum + q * log(q / p)
        }
        return [Double(counts.count), divergence]
    }

    /// Of each sample, its labels as the digits of a number.
    private func modes(_ set: SampleSet, _ judge: Judge, _ channels: Int) throws(DiagnosticError) -> [Int] {
        let count = min(samples, set.generated.count)
        let size = set.generated.size / channels
        var modes = [Int](repeating: 0, count: count)
        let all = set.generated.values(of: 0..<count)
        for channel in 0..<channels {
            var values = [Float](repeating: 0, count: count * size)
            for place in values.indices { values[place] = all[place * channels + channel] }
            let single = Samples(shape: judge.architecture.shape, count: count, values: values)
            let judged = try judge.judgement(of: single, limit: count, workers: set.workers)
            for sample in 0..<count {
                modes[sample] = modes[sample] * judge.architecture.classes + Int(judged.classes[sample])
            }
        }
        return modes
    }
}
