import Datasets
import Kernels

/// Squared distances among held-out samples, among generated ones, and from the first to the second.
struct SamplePairs {
    enum Side { case real, generated, across }

    /// Of either kind: four matrices of 400 MB at most.
    static let mostSamples = 10_000

    let realCount: Int
    let generatedCount: Int
    private let real: FloatBuffer
    private let generated: FloatBuffer
    private let across: FloatBuffer
    private let workers: Workers

    /// Bytes of the three matrices, each of at most `limit` rows, and of what they are made from, or of one more matrix
    /// while neighbours are counted.
    static func byteCount(_ sizes: JudgingSizes, limit: Int = 1000) -> Int {
        let (m, n) = (min(limit, sizes.heldOut), min(limit, sizes.generated))
        // Training samples may stand in the generator's place.
        let samples = sizes.floatBytes(m) + sizes.floatBytes(n)
        let panels = PairwiseDistances.byteCount(points: max(m, n), dimensions: sizes.size)
        return 4 * (m * m + n * n + m * n) + max(panels + samples, 4 * m * n)
    }

    /// Of the first `limit` of either.
    init(_ set: SampleSet, limit: Int) {
        let (m, n) = (min(limit, set.heldOut.count), min(limit, set.generated.count))
        let (real, generated, across) = (
            FloatBuffer(count: m * m), FloatBuffer(count: n * n), FloatBuffer(count: m * n)
        )
        set.heldOut.withFirst(limit) { x, _ in
            set.generated.withFirst(limit) { y, _ in
                let size = set.heldOut.size
                PairwiseDistances(to: x, count: m, dimensions: size, workers: set.workers)
                    .squared(from: x, rowCount: m, into: real.pointer)
                let toGenerated = PairwiseDistances(to: y, count: n, dimensions: size, workers: set.workers)
                toGenerated.squared(from: y, rowCount: n, into: generated.pointer)
                toGenerated.squared(from: x, rowCount: m, into: across.pointer)
            }
        }
        (realCount, generatedCount, workers) = (m, n, set.workers)
        (self.real, self.generated, self.across) = (real, generated, across)
    }

    /// Median distance between different held-out samples; 1 where it is 0.
    var medianRealDistance: Double {
        let median = Double(DistanceMatrix.medianDistance(real.pointer, rows: realCount))
        return median > 0 ? median : 1
    }

    /// Sum of exp(-d^2 / (2 bandwidth^2)) over all pairs, pairs of a sample with itself included.
    func gaussianSum(_ side: Side, _ bandwidth: Double) -> Double {
        func sum(within distances: FloatBuffer, _ count: Int) -> Double {
            DistanceMatrix.gaussianSum(
                symmetric: distances.pointer, rows: count, bandwidth: bandwidth, workers: workers)
        }
        switch side {
        case .real: return sum(within: real, realCount)
        case .generated: return sum(within: generated, generatedCount)
        case .across:
            return DistanceMatrix.gaussianSum(
                across.pointer, rows: realCount, columns: generatedCount, bandwidth: bandwidth, workers: workers)
        }
    }

    /// Squared distances to the k-th nearest other sample of the same side, k below the number of samples.
    private func radii(_ distances: FloatBuffer, _ count: Int, _ k: Int) -> FloatBuffer {
        let radii = FloatBuffer(count: count)
        DistanceMatrix.kthSmallest(
            distances.pointer, rows: count, columns: count, k: k, skipsDiagonal: true, into: radii.pointer,
            workers: workers)
        return radii
    }

    /// How the balls around samples, each as far as its k-th nearest neighbour of its own side, hold the other side's
    /// samples.
    func overlap(k: Int) -> Overlap {
        let realRadii = radii(real, realCount, k)
        let generatedRadii = radii(generated, generatedCount, k)
        // [generated, real], so that both sides can be counted by rows.
        let back = FloatBuffer(count: realCount * generatedCount)
        Permutation.apply(
            across.pointer, axes: [realCount, generatedCount], order: [1, 0], into: back.pointer)
        let ofReal = neighbours(across, realCount, generatedCount, realRadii, generatedRadii)
        let ofGenerated = neighbours(back, generatedCount, realCount, generatedRadii, realRadii)
        return Overlap(
            realHits: ofReal.hits, realCovered: ofReal.covered, generatedHits: ofGenerated.hits)
    }

    private func neighbours(
        _ distances: FloatBuffer, _ rows: Int, _ columns: Int, _ rowRadii: FloatBuffer, _ columnRadii: FloatBuffer
    ) -> (hits: [Int32], covered: [Int32]) {
        var hits = [Int32](repeating: 0, count: rows)
        var covered = hits
        hits.withUnsafeMutableBufferPointer { hits in
            covered.withUnsafeMutableBufferPointer { covered in
                guard let hits = hits.baseAddress, let covered = covered.baseAddress else { return }
                DistanceMatrix.neighbours(
                    distances.pointer, rows: rows, columns: columns, columnThresholds: columnRadii.pointer,
                    rowThresholds: rowRadii.pointer, hits: hits, covered: covered, workers: workers)
            }
        }
        return (hits, covered)
    }

    struct Overlap {
        /// By held-out sample: generated samples whose ball holds it.
        let realHits: [Int32]
        /// By held-out sample: 1 where its own ball holds a generated sample.
        let realCovered: [Int32]
        /// By generated sample: held-out samples whose ball holds it.
        let generatedHits: [Int32]
    }
}
