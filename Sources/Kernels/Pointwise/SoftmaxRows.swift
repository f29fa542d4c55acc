#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// y = softmax(x / temperature) of each row of a matrix [rows, columns], and its derivatives. With its Jacobian
/// J = (diag(y) - y·y^T) / temperature, which is symmetric, both dx = J·dy and ẏ = J·ẋ. Bishop 2006, eq. 4.106.
///
/// Sums over a row are in double precision, in order.
public enum SoftmaxRows {
    private static let grain = 4096

    /// y may be x.
    public static func forward(
        _ x: UnsafePointer<Float>, temperature: Float, rows: Int, columns: Int, into y: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        let inverse = 1 / temperature
        eachRow(rows, columns, workers) { start in
            let (x, y) = (x + start, y + start)
            var most = x[0]
            for c in 1..<max(1, columns) where x[c] > most { most = x[c] }
            var sum = 0.0
            for c in 0..<columns {
                y[c] = expf((x[c] - most) * inverse)
                sum += Double(y[c])
            }
            let factor = Float(1 / sum)
            for c in 0..<columns { y[c] *= factor }
        }
    }

    /// result = J·values: the gradient by x from that by y, or the derivative of y along a direction.
    public static func derivative(
        _ values: UnsafePointer<Float>, y: UnsafePointer<Float>, temperature: Float, rows: Int, columns: Int,
        into result: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let inverse = 1 / temperature
        eachRow(rows, columns, workers) { start in
            let (values, y, result) = (values + start, y + start, result + start)
            let mean = Float(dot(values, y, columns))
            for c in 0..<columns { result[c] = inverse * y[c] * (values[c] - mean) }
        }
    }

    /// x̄ = J·(ȳ + w), w the derivative by y of slope^T·J·ẋ: w_c = (s_c·ẋ_c - s_c·(y·ẋ) - (s·y)·ẋ_c) / temperature.
    public static func secondDerivative(
        adjoint: UnsafePointer<Float>, slope: UnsafePointer<Float>, tangent: UnsafePointer<Float>,
        y: UnsafePointer<Float>, temperature: Float, rows: Int, columns: Int,
        into result: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let inverse = 1 / temperature
        eachRow(rows, columns, workers) { start in
            let (adjoint, slope, tangent) = (adjoint + start, slope + start, tangent + start)
            let (y, result) = (y + start, result + start)
            let (along, slopes) = (Float(dot(tangent, y, columns)), Float(dot(slope, y, columns)))
            var mean = 0.0
            for c in 0..<columns {
                let term = slope[c] * (tangent[c] - along) - slopes * tangent[c]
                result[c] = adjoint[c] + inverse * term
                mean += Double(result[c]) * Double(y[c])
            }
            for c in 0..<columns { result[c] = inverse * y[c] * (result[c] - Float(mean)) }
        }
    }

    @inline(__always) private static func dot(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
    ) -> Double {
        var sum = 0.0
        for i in 0..<count { sum += Double(a[i]) * Double(b[i]) }
        return sum
    }

    @inline(__always) private static func eachRow(
        _ rows: Int, _ columns: Int, _ workers: Workers, _ body: (Int) -> Void
    ) {
        let block = max(1, grain / max(1, columns))
        workers.run(tasks: (rows + block - 1) / block) { task in
            for row in task * block..<min(rows, (task + 1) * block) { body(row * columns) }
        }
    }
}
