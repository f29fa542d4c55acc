import Datasets
import Foundation
import Kernels

/// Whether generated samples are nearer to the training samples than new data is, or farther.
struct TrainingDistance: EvidenceJudge {
    static let name = "training_distance"
    static let title = "the distance to training samples"
    static let help =
        "the distance to the nearest training sample, of generated and of held-out samples: are they copies, or away from the data?"
    static let statistic = "probability that a generated sample is nearer to the training samples than a held-out one"
    static let oneSided: String? = nil

    /// Of either kind, at most: the distances are to all training samples.
    private static let most = 1000

    static func byteCount(_ sizes: JudgingSizes) -> Int {
        PairwiseDistances.byteCount(points: sizes.training, dimensions: sizes.size) + sizes.floatBytes(most)
    }

    static func canLook(at exhibit: Exhibit) -> Bool {
        exhibit.samples.training.count > 0 && exhibit.pool != nil
    }

    /// The test is that of the best cut between nearer and farther: chosen on one half of the samples, with which side
    /// is which, and applied to the other.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        let (real, generated) = distances(exhibit.samples)
        func half(_ values: [Float], _ parity: Int) -> [Float] {
            stride(from: parity, to: values.count, by: 2).map { values[$0] }
        }
        let isNearer = Ranking.areaUnderCurve(real: half(real, 0), fake: half(generated, 0)) > 0.5
        func turned(_ values: [Float]) -> [Float] { isNearer ? values : values.map { -$0 } }
        let accuracy = Ranking.accuracyAtValidatedThreshold(real: turned(real), fake: turned(generated)).accuracy
        return Finding(
            judge: name, accuracy, statistic: Ranking.areaUnderCurve(real: real, fake: generated), level: level)
    }

    private static func distances(_ set: SampleSet) -> (real: [Float], generated: [Float]) {
        let count = min(most, set.heldOut.count, set.generated.count)
        let resolution = set.squaredResolution.squareRoot()
        func distances(_ samples: Samples) -> [Float] {
            Nearest(from: samples, limit: count, to: set.training, workers: set.workers).distances.map {
                Float($0) < resolution ? 0 : Float($0)
            }
        }
        return (distances(set.heldOut), distances(set.generated))
    }
}
