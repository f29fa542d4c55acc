/// Numbers for each channel, and what is done with them to values [rows, channels]. Sums over the rows are in double
/// precision, in order.
public enum ChannelFactors {
    private static let grain = 32768

    /// y[row, c] = x[row, c] · factor[c]. In place where wanted.
    public static func scale(
        _ x: UnsafePointer<Float>, by factor: UnsafePointer<Float>, rows: Int, channels: Int,
        into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        eachRow(rows, channels, workers) { row in
            let (source, target) = (x + row * channels, y + row * channels)
            for c in 0..<channels { target[c] = source[c] * factor[c] }
        }
    }

    /// sums[c] = sum over the rows of a · b; added to what is there with `accumulate`.
    public static func products(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, rows: Int, channels: Int,
        into sums: UnsafeMutablePointer<Float>, accumulate: Bool, workers: Workers
    ) {
        sum(rows, channels, into: sums, accumulate, workers) { Double(a[$0]) * Double(b[$0]) }
    }

    /// y = x where x > 0, x · slope[c] elsewhere. He et al. 2015, eq. 1.
    public static func slopes(
        _ x: UnsafePointer<Float>, by slope: UnsafePointer<Float>, rows: Int, channels: Int,
        into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        slopeGradient(x, x: x, by: slope, rows: rows, channels: channels, into: y, workers: workers)
    }

    /// dx = dy where x > 0, dy · slope[c] elsewhere.
    public static func slopeGradient(
        _ dy: UnsafePointer<Float>, x: UnsafePointer<Float>, by slope: UnsafePointer<Float>, rows: Int, channels: Int,
        into dx: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        eachRow(rows, channels, workers) { row in
            let start = row * channels
            for c in 0..<channels { dx[start + c] = x[start + c] > 0 ? dy[start + c] : dy[start + c] * slope[c] }
        }
    }

    /// y[row, c] += values[row, c] · factor[c] where x is not above 0.
    public static func addNegative(
        _ values: UnsafePointer<Float>, x: UnsafePointer<Float>, by factor: UnsafePointer<Float>, rows: Int,
        channels: Int, to y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        eachRow(rows, channels, workers) { row in
            let start = row * channels
            for c in 0..<channels where x[start + c] <= 0 { y[start + c] += values[start + c] * factor[c] }
        }
    }

    /// sums[c] = sum of a · b over the rows in which x is not above 0.
    public static func negativeProducts(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, channels: Int,
        into sums: UnsafeMutablePointer<Float>, accumulate: Bool, workers: Workers
    ) {
        sum(rows, channels, into: sums, accumulate, workers) { x[$0] > 0 ? 0 : Double(a[$0]) * Double(b[$0]) }
    }

    /// y[n, p, c] = x[n, p, c] · factor[n, c] for x [rows, positions, channels]. In place where wanted.
    public static func scaleSamples(
        _ x: UnsafePointer<Float>, by factor: UnsafePointer<Float>, rows: Int, positions: Int, channels: Int,
        into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        eachRow(rows * positions, channels, workers) { row in
            let (source, target, factor) = (x + row * channels, y + row * channels, factor + row / positions * channels)
            for c in 0..<channels { target[c] = source[c] * factor[c] }
        }
    }

    @inline(__always) private static func eachRow(
        _ rows: Int, _ columns: Int, _ workers: Workers, _ body: (Int) -> Void
    ) {
        let block = max(1, grain / max(1, columns))
        workers.run(tasks: (rows + block - 1) / block) { task in
            for row in task * block..<min(rows, (task + 1) * block) { body(row) }
        }
    }

    /// A task for every eight channels: the order of a sum does not depend on threads.
    @inline(__always) private static func sum(
        _ rows: Int, _ channels: Int, into sums: UnsafeMutablePointer<Float>, _ accumulate: Bool, _ workers: Workers,
        _ term: (Int) -> Double
    ) {
        workers.run(tasks: (channels + 7) / 8) { task in
            for c in task * 8..<min(channels, task * 8 + 8) {
                var total = 0.0
                for row in 0..<rows { total += term(row * channels + c) }
                sums[c] = (accumulate ? sums[c] : 0) + Float(total)
            }
        }
    }
}
