import Configuration
import Datasets

@testable import Equilibrium

/// A metric: the Euclidean distance between the means of generated and of held-out samples.
struct MeanDistance: SampleMetric {
    static let declaration = Declaration(
        "mean_distance", "distance between the means of generated and of held-out samples",
        keys: [.samples(default: 1000)], example: "evaluation: {metrics: [mean_distance]}")
    static let columns = [
        MetricColumn("mean_distance", "Euclidean distance of the means, in units of the data", better: .lower)
    ]
    static let isCheap = true

    static func objection(to data: DataTraits) -> String? { nil }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    func measure(_ set: SampleSet) -> [Double?] {
        func mean(_ side: Samples) -> [Double] {
            let count = min(samples, side.count)
            return (0..<side.size).map { axis in
                (0..<count).reduce(0) { $0 + Double(side.values[$1 * side.size + axis]) } / Double(count)
            }
        }
        let differences = zip(mean(set.generated), mean(set.heldOut)).map { $0 - $1 }
        return [differences.reduce(0) { $0 + $1 * $1 }.squareRoot()]
    }
}
