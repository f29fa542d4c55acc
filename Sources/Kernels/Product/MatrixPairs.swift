/// Products of pairs of small matrices, one pair for each sample, one task for each pair: a · b, a · b^T and a^T · b,
/// row major. Attention is made of them.
public enum MatrixPairs {
    private typealias Vector = SIMD8<Float>

    /// y = a · b. a: [rows, m, k], b: [rows, k, n], y: [rows, m, n]; added to what is there with `accumulate`.
    public static func product(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, rows: Int, m: Int, k: Int, n: Int,
        into y: UnsafeMutablePointer<Float>, accumulate: Bool, workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let (a, b, y) = (a + row * m * k, b + row * k * n, y + row * m * n)
            if !accumulate { y.update(repeating: 0, count: m * n) }
            for i in 0..<m {
                let target = y + i * n
                for l in 0..<k {
                    let (value, source) = (a[i * k + l], b + l * n)
                    for j in 0..<n { target[j] += value * source[j] }
                }
            }
        }
    }

    /// y = a · b^T. a: [rows, m, k], b: [rows, n, k], y: [rows, m, n].
    public static func productTransposed(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, rows: Int, m: Int, k: Int, n: Int,
        into y: UnsafeMutablePointer<Float>, accumulate: Bool, workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let (a, b, y) = (a + row * m * k, b + row * n * k, y + row * m * n)
            for i in 0..<m {
                for j in 0..<n {
                    let value = dot(a + i * k, b + j * k, k)
                    y[i * n + j] = accumulate ? y[i * n + j] + value : value
                }
            }
        }
    }

    /// y = a^T · b. a: [rows, k, m], b: [rows, k, n], y: [rows, m, n].
    public static func transposedProduct(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, rows: Int, m: Int, k: Int, n: Int,
        into y: UnsafeMutablePointer<Float>, accumulate: Bool, workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let (a, b, y) = (a + row * k * m, b + row * k * n, y + row * m * n)
            if !accumulate { y.update(repeating: 0, count: m * n) }
            for l in 0..<k {
                let source = b + l * n
                for i in 0..<m {
                    let (value, target) = (a[l * m + i], y + i * n)
                    for j in 0..<n { target[j] += value * source[j] }
                }
            }
        }
    }

    /// Sum of a · b.
    @inline(__always) static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
        var sums = Vector.zero
        var i = 0
        while i + 8 <= count {
            let x = UnsafeRawPointer(a + i).loadUnaligned(as: Vector.self)
            sums.addProduct(x, UnsafeRawPointer(b + i).loadUnaligned(as: Vector.self))
            i += 8
        }
        var sum = sums.sum()
        while i < count {
            sum += a[i] * b[i]
            i += 1
        }
        return sum
    }
}
