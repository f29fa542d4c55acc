import Configuration
import Datasets

/// Fidelity and diversity by nearest neighbours.
struct NeighbourOverlap: SampleMetric {
    static let declaration = Declaration(
        "prdc", "precision, recall, density and coverage by nearest neighbours",
        details: """
            Around every sample stands a ball that reaches to its k-th nearest neighbour of its own kind.
            precision = share of generated samples in a real sample's ball; recall = share of real samples in a
            generated sample's ball (Kynkäänniemi et al. 2019). density = mean over generated samples of the
            number of real balls that hold them, divided by k; coverage = share of real balls that hold a generated
            sample (Naeem et al. 2020). Under equality density is 1 on average and coverage 1 - 2^-k (0.969
            for k = 5); precision and recall have no such value. Distances are those of the raw values, not of a
            network's features. Real samples are held-out ones; both sides have equally many. A sample on the edge of a
            ball is in it, as in Kynkäänniemi's program; Naeem's leaves it out, which shows where values repeat.
            """,
        keys: [
            Key("k", .integer(1...100), default: .integer(5), "nearest neighbours"),
            .samples(default: 1000, most: SamplePairs.mostSamples),
        ],
        shorthand: "k", example: "evaluation: {metrics: [prdc: {k: 3}]}")
    static let columns = [
        MetricColumn("precision", "share of generated samples within the real ones' neighbourhoods", better: .higher),
        MetricColumn("recall", "share of real samples within the generated ones' neighbourhoods", better: .higher),
        MetricColumn("density", "real neighbourhoods around a generated sample, over k", better: .neither),
        MetricColumn("coverage", "share of real neighbourhoods with a generated sample in them", better: .higher),
    ]
    static let isCheap = true

    static func objection(to data: DataTraits) -> String? { nil }

    let k: Int
    let samples: Int

    init(_ values: Values) {
        k = values.integer("k")
        samples = values.integer("samples")
    }

    func byteCount(_ sizes: JudgingSizes) -> Int { SamplePairs.byteCount(sizes, limit: samples) }

    func measure(_ set: SampleSet) -> [Double?] {
        let count = min(samples, set.generated.count, set.heldOut.count)
        guard count > k else { return [nil, nil, nil, nil] }
        let overlap = SamplePairs(set, limit: count).overlap(k: k)
        let n = Double(count)
        return [
            Double(overlap.generatedHits.count { $0 > 0 }) / n, Double(overlap.realHits.count { $0 > 0 }) / n,
            Double(overlap.generatedHits.reduce(0) { $0 + Int($1) }) / (n * Double(k)),
            Double(overlap.realCovered.reduce(0) { $0 + Int($1) }) / n,
        ]
    }
}
