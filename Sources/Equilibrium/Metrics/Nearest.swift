import Datasets
import Kernels

/// For each sample its nearest neighbour among others.
struct Nearest {
    /// Euclidean.
    let distances: [Double]
    /// The first among equals.
    let indices: [Int32]

    init(from samples: Samples, limit: Int, to others: Samples, workers: Workers) {
        let count = min(limit, samples.count)
        var indices = [Int32](repeating: -1, count: count)
        var squares = [Float](repeating: .infinity, count: count)
        samples.withFirst(limit) { rows, rowCount in
            others.withRows { points in
                let pairs = PairwiseDistances(to: points, count: others.count, workers: workers)
                squares.withUnsafeMutableBufferPointer { squares in
                    indices.withUnsafeMutableBufferPointer { indices in
                        guard let squares = squares.baseAddress, let indices = indices.baseAddress else { return }
                        pairs.nearest(from: rows, rowCount: rowCount, into: squares, indices: indices)
                    }
                }
            }
        }
        self.indices = indices
        distances = squares.map { Double($0).squareRoot() }
    }

    /// nil where there is no sample.
    var median: Double? {
        let sorted = distances.sorted()
        guard let last = sorted.last else { return nil }
        let upper = sorted[sorted.count / 2]
        return sorted.count == 1 ? last : sorted.count % 2 == 1 ? upper : (sorted[sorted.count / 2 - 1] + upper) / 2
    }
}
