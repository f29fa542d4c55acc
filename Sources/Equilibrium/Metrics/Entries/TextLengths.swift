import Configuration
import Datasets

/// Whether texts are as long as the data's are. Runs of characters say little of that: texts of one length each may be
/// spelt as the data's are, whose lengths vary.
struct TextLengths: SampleMetric {
    static let declaration = Declaration(
        "text_lengths", "how long generated texts are, beside held-out ones",
        details: """
            length_mean and length_deviation: mean and standard deviation of the number of characters.
            length_distance = max |F(k) - G(k)|, the largest difference (Smirnov 1939) between the shares of generated and
            of held-out texts of up to k characters: from 0, alike, to 1. Where all generated texts are of one length and
            the data's are not, the deviation is 0 and the distance large, however they are spelt.
            """,
        keys: [.samples(default: 5000)], example: "evaluation: {metrics: [text_lengths]}")
    static let columns = [
        MetricColumn("length_mean", "mean number of characters of the texts", better: .neither),
        MetricColumn("length_deviation", "standard deviation of the number of characters", better: .neither),
        MetricColumn(
            "length_distance", "Kolmogorov-Smirnov distance of the numbers of characters from held-out texts'",
            better: .lower),
    ]
    static let isCheap = true

    static func objection(to data: DataTraits) -> String? { data.kind == .text ? nil : "needs texts" }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    func measure(_ set: SampleSet) -> [Double?] {
        guard set.heldOut.shape.count == 3 else { return Self.columns.map { _ in nil } }
        let generated = lengths(set.generated), heldOut = lengths(set.heldOut)
        let mean = generated.mean
        let variance = generated.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(generated.count)
        return [mean, variance.squareRoot(), ColumnEvidence.kolmogorovSmirnov(generated, heldOut)]
    }

    /// Without the end.
    private func lengths(_ texts: Samples) -> [Double] {
        NGrams.texts(texts, limit: samples).map { Double($0.count - 1) }
    }
}
