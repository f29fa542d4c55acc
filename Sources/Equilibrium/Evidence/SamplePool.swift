import Datasets
import Kernels

/// Held-out and as many generated samples together, in an order that does not tell which is which, with all distances
/// between them: what a permutation test needs.
struct SamplePool: Sendable {
    /// Of either kind.
    let count: Int
    /// Of every sample of the pool.
    let isReal: [Bool]
    /// Squared, [2 count, 2 count].
    let distances: FloatBuffer
    let workers: Workers
    private let seed: Int

    /// Of either kind, at most: 16 MB of distances.
    static let most = 1000
    /// Draws of other labels. With the labels as they are, a p-value is at least 1 in 1,000.
    static let permutations = 999

    /// Bytes of its distances.
    static func distanceBytes(_ sizes: JudgingSizes) -> Int {
        let size = 2 * min(most, sizes.heldOut, sizes.generated)
        return 4 * size * size
    }

    /// Bytes of its distances, and of what they are made with.
    static func byteCount(_ sizes: JudgingSizes) -> Int {
        let size = 2 * min(most, sizes.heldOut, sizes.generated)
        return distanceBytes(sizes) + PairwiseDistances.byteCount(points: size, dimensions: sizes.size)
            + sizes.floatBytes(size / 2)
    }

    /// nil where there are fewer than two samples of either kind.
    init?(_ set: SampleSet, seed: Int) {
        let count = min(Self.most, set.heldOut.count, set.generated.count)
        guard count >= 2 else { return nil }
        let size = set.heldOut.size
        let order = JudgeStream.pool.permutation(of: 2 * count, seed: seed)
        let distances = FloatBuffer(count: 4 * count * count)
        // The order is random, so that where distances tie the first is either kind's as often.
        set.heldOut.withFirst(count) { real, _ in
            set.generated.withFirst(count) { generated, _ in
                let rows = order.map { $0 < count ? real + $0 * size : generated + ($0 - count) * size }
                PairwiseDistances(to: rows, dimensions: size, workers: set.workers)
                    .squared(from: rows, into: distances.pointer)
            }
        }
        DistanceMatrix.flush(distances.pointer, count: distances.count, below: set.squaredResolution)
        self.count = count
        self.seed = seed
        isReal = order.map { $0 < count }
        self.distances = distances
        workers = set.workers
    }

    var size: Int { 2 * count }

    /// The statistic with the labels as they are, and in `permutations` draws, each of `count` samples that are taken
    /// for real.
    /// - Parameter statistics: of sixteen labellings, [size, 16] of 1 for real and -1 for generated, into sixteen
    /// values.
    func test(
        isTwoSided: Bool, _ statistics: (UnsafePointer<Float>, UnsafeMutablePointer<Double>) -> Void
    ) -> PermutationTest {
        let width = LabelDraws.width
        let signs = FloatBuffer(count: size * width)
        var values: [Double] = []
        let address = JudgeStream.labels.address(seed: seed)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { found in
            guard let start = found.baseAddress else { return }
            for first in stride(from: 0, to: Self.permutations + 1, by: width) {
                LabelDraws.fill(
                    signs.pointer, size: size, chosen: count, first: first, at: address, workers: workers)
                if first == 0 {
                    for (place, isReal) in isReal.enumerated() { signs.pointer[place * width] = isReal ? 1 : -1 }
                }
                statistics(signs.pointer, start)
                values += found
            }
        }
        return PermutationTest(Array(values.prefix(Self.permutations + 1)), isTwoSided: isTwoSided)
    }
}

/// A statistic with the labels as they are, and what chance made of it in draws of other labels.
struct PermutationTest {
    let observed: Double
    /// In rising order.
    private let drawn: [Double]
    private let isTwoSided: Bool

    /// - Parameter values: the statistic with the labels as they are, then that of every draw.
    init(_ values: [Double], isTwoSided: Bool) {
        observed = values[0]
        drawn = values.dropFirst().sorted()
        self.isTwoSided = isTwoSided
    }

    /// (k + 1)/(n + 1), k of n draws being as far out: never 0, and exact. Two-sided: twice the smaller tail.
    var pValue: Double {
        let above = drawn.count { $0 >= observed }, below = drawn.count { $0 <= observed }
        let n = Double(drawn.count + 1)
        return isTwoSided ? min(1, 2 * Double(min(above, below) + 1) / n) : Double(above + 1) / n
    }

    var mean: Double { drawn.mean }

    var deviation: Double { drawn.sampleVariance.squareRoot() }

    /// How far above its mean under chance the statistic's own mean must lie to be significant four times in five; nil
    /// where so few draws cannot be significant.
    func visibleShift(level: Double) -> Double? {
        let tail = isTwoSided ? level / 2 : level
        let allowed = Int((tail * Double(drawn.count + 1) + 1e-9).rounded(.down)) - 1
        guard allowed >= 0, allowed < drawn.count else { return nil }
        // Above all but `allowed` draws.
        let critical = drawn[drawn.count - 1 - allowed]
        return max(0, critical - mean) + NormalDistribution.quantile(Finding.power) * deviation
    }
}
