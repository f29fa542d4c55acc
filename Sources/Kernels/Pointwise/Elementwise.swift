/// Passes over arrays: each reads and writes its arrays once. Outputs may be one of the inputs.
public enum Elementwise {
    private static let grain = 32768

    @inline(__always) private static func chunks(_ count: Int, _ workers: Workers, _ body: (Range<Int>) -> Void) {
        workers.run(tasks: (count + grain - 1) / grain) { task in
            body(task * grain..<min(count, (task + 1) * grain))
        }
    }

    public static func fill(_ x: UnsafeMutablePointer<Float>, count: Int, with value: Float, workers: Workers) {
        chunks(count, workers) { for i in $0 { x[i] = value } }
    }

    public static func copy(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int, workers: Workers
    ) {
        chunks(count, workers) { (y + $0.lowerBound).update(from: x + $0.lowerBound, count: $0.count) }
    }

    /// z = x + y
    public static func add(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, into z: UnsafeMutablePointer<Float>, count: Int,
        workers: Workers
    ) {
        chunks(count, workers) { for i in $0 { z[i] = x[i] + y[i] } }
    }

    /// z = x * y
    public static func multiply(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, into z: UnsafeMutablePointer<Float>, count: Int,
        workers: Workers
    ) {
        chunks(count, workers) { for i in $0 { z[i] = x[i] * y[i] } }
    }

    /// y = factor * x
    public static func scale(
        _ x: UnsafePointer<Float>, by factor: Float, into y: UnsafeMutablePointer<Float>, count: Int, workers: Workers
    ) {
        chunks(count, workers) { for i in $0 { y[i] = x[i] * factor } }
    }

    /// y = y + factor * x
    public static func accumulate(
        _ x: UnsafePointer<Float>, times factor: Float = 1, into y: UnsafeMutablePointer<Float>, count: Int,
        workers: Workers
    ) {
        chunks(count, workers) { for i in $0 { y[i] += x[i] * factor } }
    }

    /// x = min(max(x, low), high); NaN stays.
    public static func clip(
        _ x: UnsafeMutablePointer<Float>, count: Int, low: Float, high: Float, workers: Workers
    ) {
        chunks(count, workers) {
            for i in $0 {
                let value = x[i]
                x[i] = value < low ? low : value > high ? high : value
            }
        }
    }

    /// y[row, :] += bias, for rows of `columns`.
    public static func addBias(
        _ bias: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, rows: Int, columns: Int, workers: Workers
    ) {
        let block = max(1, grain / max(1, columns))
        workers.run(tasks: (rows + block - 1) / block) { task in
            for row in task * block..<min(rows, (task + 1) * block) {
                let target = y + row * columns
                for column in 0..<columns { target[column] += bias[column] }
            }
        }
    }

    /// y[o, s, f, :] = x[o, f, s, :] for x [outer, first, second, columns]: several images side by side in their
    /// channels, and, with `first` and `second` exchanged, the way back.
    public static func swapAxes(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, outer: Int, first: Int, second: Int,
        columns: Int, workers: Workers
    ) {
        let size = first * second * columns
        let block = max(1, grain / max(1, size))
        workers.run(tasks: (outer + block - 1) / block) { task in
            for o in task * block..<min(outer, (task + 1) * block) {
                for f in 0..<first {
                    for s in 0..<second {
                        (y + o * size + (s * first + f) * columns)
                            .update(from: x + o * size + (f * second + s) * columns, count: columns)
                    }
                }
            }
        }
    }
}
