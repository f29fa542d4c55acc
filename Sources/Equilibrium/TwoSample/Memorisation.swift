import Datasets
import Kernels

/// Whether generated samples repeat what the generator was trained on, beside the same of real samples.
public struct Memorisation: Sendable {
    public struct Side: Sendable {
        /// All samples, and those of them that equal a training sample.
        public let count: Int, copies: Int
        /// The share of authentic samples: those that are farther from their nearest training sample than that one is
        /// from its own nearest training sample. AuthPct of Alaa et al. 2022 (arXiv:2102.08921, section 4.3). Equal
        /// distances are not authentic, and so no copy is. nil where there is one training sample.
        public let authentic: Double?
        /// The median distance to the nearest training sample.
        public let medianDistance: Double?
    }

    public let generated: Side, real: Side
    public let trainingCount: Int

    /// Of either kind, at most, that distances are measured of.
    public static let mostSamples = 2000

    init(_ training: KnownTraining, real: Samples, generated: Samples, _ workers: Workers) {
        trainingCount = training.samples.count
        self.generated = Self.side(generated, copies: training.generatedCopies, training.samples, workers)
        self.real = Self.side(real, copies: training.realCopies, training.samples, workers)
    }

    /// The median distance of generated samples over that of real ones: about 1 where generated samples are as far from
    /// the training samples as new data, 0 where they are copies; nil where real ones are copies.
    public var distanceRatio: Double? {
        guard let generated = generated.medianDistance, let real = real.medianDistance, real > 0 else { return nil }
        return generated / real
    }

    private static func side(_ samples: Samples, copies: Int, _ training: Samples, _ workers: Workers) -> Side {
        let nearest = Nearest(from: samples, limit: mostSamples, to: training, workers: workers)
        return Side(
            count: samples.count, copies: copies,
            authentic: authentic(nearest, training, workers), medianDistance: nearest.median)
    }

    private static func authentic(_ nearest: Nearest, _ training: Samples, _ workers: Workers) -> Double? {
        guard training.count > 1, !nearest.indices.isEmpty else { return nil }
        let found = Array(Set(nearest.indices)).sorted()
        let gaps = Dictionary(uniqueKeysWithValues: zip(found, gaps(of: found, training, workers)))
        let authentic = zip(nearest.distances, nearest.indices).count { distance, index in
            distance > (gaps[index] ?? .infinity)
        }
        return Double(authentic) / Double(nearest.indices.count)
    }

    /// From each of some training samples to the nearest other one.
    private static func gaps(of rows: [Int32], _ training: Samples, _ workers: Workers) -> [Double] {
        let (size, block) = (training.size, 64)
        let distances = FloatBuffer(count: block * training.count)
        let second = FloatBuffer(count: block)
        let chosen = FloatBuffer(count: block * size)
        var gaps: [Double] = []
        training.withFirst(training.count) { values, count in
            let pairs = PairwiseDistances(to: values, count: count, dimensions: size, workers: workers)
            for start in stride(from: 0, to: rows.count, by: block) {
                let part = rows[start..<min(start + block, rows.count)]
                for (place, row) in part.enumerated() {
                    (chosen.pointer + place * size).update(from: values + Int(row) * size, count: size)
                }
                pairs.squared(from: chosen.pointer, rowCount: part.count, into: distances.pointer)
                // The nearest is the sample itself.
                DistanceMatrix.kthSmallest(
                    distances.pointer, rows: part.count, columns: count, k: 2, skipsDiagonal: false,
                    into: second.pointer, workers: workers)
                gaps += (0..<part.count).map { Double(second.pointer[$0]).squareRoot() }
            }
        }
        return gaps
    }
}
