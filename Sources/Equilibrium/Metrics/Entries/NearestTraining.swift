import Configuration
import Datasets
import Kernels

/// Whether the generator repeats its training samples.
struct NearestTraining: SampleMetric {
    static let declaration = Declaration(
        "nearest_training", "distance to the nearest training sample: is the generator memorising?",
        details: """
            nearest_training_ratio = median over generated samples of the distance to the nearest training sample,
            over the same median of held-out samples. About 1: as far from the training data as new data is. Well
            below 1: copies, or samples crowded where the data is dense (precision and coverage tell those apart).
            Above 1: away from the data. Euclidean distances of raw values, to all training samples. The held-out
            samples are the yardstick as in Meehan et al. 2020 (arXiv:2004.05675), whose test compares the same two
            sets of distances. Not measured where held-out samples are copies of training samples themselves.
            """,
        keys: [.samples(default: 500)], example: "evaluation: {metrics: [nearest_training]}")
    static let columns = [
        MetricColumn(
            "nearest_training_distance", "median distance to the nearest training sample, in units of the data",
            better: .neither),
        MetricColumn(
            "nearest_training_ratio", "the same over that of held-out samples; 1: as far as new data",
            better: .neither),
    ]
    static let isCheap = true
    /// Training samples are at distance 0.
    static let hasReference = false

    static func objection(to data: DataTraits) -> String? { nil }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    func byteCount(_ sizes: JudgingSizes) -> Int {
        PairwiseDistances.byteCount(points: sizes.training, dimensions: sizes.size) + sizes.floatBytes(samples)
    }

    func measure(_ set: SampleSet) -> [Double?] {
        func median(_ side: Samples) -> Double? {
            Nearest(from: side, limit: samples, to: set.training, workers: set.workers).median
        }
        guard let generated = median(set.generated), let heldOut = median(set.heldOut) else { return [nil, nil] }
        return [generated, heldOut > 0 ? generated / heldOut : nil]
    }
}
