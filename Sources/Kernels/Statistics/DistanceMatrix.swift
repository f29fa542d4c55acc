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

    /// The same of a symmetric matrix, to the bit, by half as many kernels: some rows at a time, from the diagonal on.
    /// What they add to later rows' sums comes before whatever those add themselves.
    public static func gaussianSum(
        symmetric distances: UnsafePointer<Float>, rows: Int, bandwidth: Double, workers: Workers
    ) -> Double {
        let scale = -1 / (2 * bandwidth * bandwidth)
        let (height, width) = (32, 128)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: (height + 1) * max(1, rows)) { buffer in
            buffer.initialize(repeating: 0)
            guard let sums = buffer.baseAddress else { return 0 }
            let kernels = sums + rows
            for first in stride(from: 0, to: rows, by: height) {
                let end = min(rows, first + height)
                workers.run(tasks: end - first) { task in
                    let (source, target) = (distances + (first + task) * rows, kernels + task * rows)
                    var sum = sums[first + task]
                    for column in first..<rows {
                        target[column] = exp(Double(source[column]) * scale)
                        sum += target[column]
                    }
                    sums[first + task] = sum
                }
                workers.run(tasks: (rows - end + width - 1) / width) { task in
                    let start = end + task * width
                    for row in 0..<end - first {
                        let source = kernels + row * rows
                        for column in start..<min(rows, start + width) { sums[column] += source[column] }
                    }
                }
            }
            var total = 0.0
            for row in 0..<rows { total += sums[row] }
            return total
        }
    }

    /// The median of the distances (not squared) above the diagonal of a square matrix, the mean of the middle two
    /// where their number is even; 0 where there is none.
    ///
    /// No distance is negative, so that their bits are in their order: those whose first bits are the median's are
    /// gathered, and the median is sought among them alone.
    public static func medianDistance(_ distances: UnsafePointer<Float>, rows: Int) -> Float {
        let count = rows * (rows - 1) / 2
        if count < 1 { return 0 }
        let (bins, shift) = (1 << 11, UInt32(20))
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: bins) { counts in
            counts.initialize(repeating: 0)
            for row in 0..<rows - 1 {
                for index in row * rows + row + 1..<(row + 1) * rows {
                    counts[Int(distances[index].bitPattern >> shift)] += 1
                }
            }
            // The bin of what stands at a rank, and how much stands before the bin.
            func bin(_ rank: Int) -> (index: Int, before: Int) {
                var (index, before) = (0, 0)
                while before + Int(counts[index]) <= rank {
                    before += Int(counts[index])
                    index += 1
                }
                return (index, before)
            }
            let (low, high) = (bin((count - 1) / 2), bin(count / 2))
            let values = FloatBuffer(count: (low.index...high.index).reduce(0) { $0 + Int(counts[$1]) })
            var filled = 0
            for row in 0..<rows - 1 {
                for index in row * rows + row + 1..<(row + 1) * rows {
                    let bin = Int(distances[index].bitPattern >> shift)
                    if bin >= low.index, bin <= high.index {
                        values[filled] = distances[index]
                        filled += 1
                    }
                }
            }
            let (lower, upper) = Order.middle(values.pointer, count: filled, rank: count / 2 - low.before)
            return count % 2 == 1
                ? upper.squareRoot() : lower.squareRoot() + (upper.squareRoot() - lower.squareRoot()) / 2
        }
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
        let (lower, upper) = middle(x, count: count, rank: count / 2)
        return count % 2 == 1 ? upper : lower + (upper - lower) / 2
    }

    /// The numbers that would stand before `rank` (the one at it, where that is 0) and at it after sorting; `x` is
    /// reordered.
    static func middle(_ x: UnsafeMutablePointer<Float>, count: Int, rank: Int) -> (before: Float, at: Float) {
        let upper = select(x, count: count, rank: rank)
        // What stands before the rank is not above it.
        var lower = x[0]
        for i in 0..<rank where x[i] > lower { lower = x[i] }
        return (lower, upper)
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
