#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What statistics of two samples read off a matrix of squared distances, [rows, columns]. Rows are tasks, and sums go
/// in order: results do not depend on the number of threads.
public enum DistanceMatrix {
    /// thresholds[i] = the k-th smallest number of row i, k counting from 1; not more than `columns`.
    ///
    /// - Parameter skipsDiagonal: leave out column i of row i: distances of points to themselves.
    public static func kthSmallest(
        _ distances: UnsafePointer<Float>, rows: Int, columns: Int, k: Int, skipsDiagonal: Bool,
        into thresholds: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let source = distances + row * columns
            withUnsafeTemporaryAllocation(of: Float.self, capacity: k) { best in
                // The k smallest so far, in rising order.
                var filled = 0
                for column in 0..<columns where !(skipsDiagonal && column == row) {
                    let value = source[column]
                    if filled == k, value >= best[k - 1] { continue }
                    var place = filled < k ? filled : k - 1
                    while place > 0, best[place - 1] > value {
                        best[place] = best[place - 1]
                        place -= 1
                    }
                    best[place] = value
                    filled = min(k, filled + 1)
                }
                thresholds[row] = filled == k ? best[k - 1] : .infinity
            }
        }
    }

    /// Of a row, in how many columns the distance is at most the column's threshold, and whether the least distance
    /// is at most the row's.
    ///
    /// - Parameters:
    ///   - columnThresholds: [columns]
    ///   - rowThresholds: [rows]
    ///   - hits: [rows], numbers of columns
    ///   - covered: [rows], 1 or 0
    public static func neighbours(
        _ distances: UnsafePointer<Float>, rows: Int, columns: Int, columnThresholds: UnsafePointer<Float>,
        rowThresholds: UnsafePointer<Float>, hits: UnsafeMutablePointer<Int32>, covered: UnsafeMutablePointer<Int32>,
        workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let source = distances + row * columns
            var count: Int32 = 0
            var least = Float.infinity
            for column in 0..<columns {
                let value = source[column]
                if value <= columnThresholds[column] { count += 1 }
                if value < least { least = value }
            }
            hits[row] = count
            covered[row] = least <= rowThresholds[row] ? 1 : 0
        }
    }

    /// Sum of exp(-d / (2 bandwidth^2)) over the squared distances d: of a Gaussian kernel over all pairs.
    public static func gaussianSum(
        _ distances: UnsafePointer<Float>, rows: Int, columns: Int, bandwidth: Double, workers: Workers
    ) -> Double {
        let scale = -1 / (2 * bandwidth * bandwidth)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, rows)) { sums in
            workers.run(tasks: rows) { row in
                let source = distances + row * columns
                var sum = 0.0
                for column in 0..<columns { sum += exp(Double(source[column]) * scale) }
                sums[row] = sum
            }
            var total = 0.0
            for row in 0..<rows { total += sums[row] }
            return total
        }
    }

    /// The median of the distances (not squared) above the diagonal of a square matrix, the mean of the middle two
    /// where their number is even; 0 where there is none.
    public static func medianDistance(_ distances: UnsafePointer<Float>, rows: Int) -> Float {
        let count = rows * (rows - 1) / 2
        if count < 1 { return 0 }
        let values = FloatBuffer(count: count)
        var filled = 0
        for row in 0..<rows - 1 {
            let length = rows - 1 - row
            let (source, target) = (distances + row * rows + row + 1, values.pointer + filled)
            for i in 0..<length { target[i] = source[i].squareRoot() }
            filled += length
        }
        return Order.median(values.pointer, count: count)
    }
}

/// Order statistics.
public enum Order {
    /// Sorts in rising order.
    public static func sort(_ x: UnsafeMutablePointer<Float>, count: Int) {
        guard count < 64 else { return RadixSort.sort(x, count: count) }
        var values = UnsafeMutableBufferPointer(start: x, count: count)
        values.sort()
    }

    /// The median, the mean of the middle two where `count` is even; `x` is reordered. `count`: 1 or more.
    public static func median(_ x: UnsafeMutablePointer<Float>, count: Int) -> Float {
        let upper = select(x, count: count, rank: count / 2)
        if count % 2 == 1 { return upper }
        // What stands before the middle is not above it.
        var lower = x[0]
        for i in 1..<count / 2 where x[i] > lower { lower = x[i] }
        return lower + (upper - lower) / 2
    }

    /// The number that would stand at `rank` after sorting. Hoare 1961, "Algorithm 65: find", with the median of three.
    private static func select(_ x: UnsafeMutablePointer<Float>, count: Int, rank: Int) -> Float {
        var (low, high) = (0, count - 1)
        while low < high {
            let (a, b, c) = (x[low], x[low + (high - low) / 2], x[high])
            let pivot = max(min(a, b), min(max(a, b), c))
            var (i, j) = (low, high)
            while i <= j {
                while x[i] < pivot { i += 1 }
                while x[j] > pivot { j -= 1 }
                if i <= j {
                    (x[i], x[j]) = (x[j], x[i])
                    i += 1
                    j -= 1
                }
            }
            if rank <= j { high = j } else if rank >= i { low = i } else { break }
        }
        return x[rank]
    }
}
