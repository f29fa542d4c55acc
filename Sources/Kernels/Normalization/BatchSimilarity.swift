#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How close each sample of a batch is to the others, in several ways: of x [rows, kernels, dimensions],
/// y[i, b] = sum over the other samples j of exp(-‖x[i, b] - x[j, b]‖₁). Salimans et al. 2016, section 3.2.
///
/// Sums are in double precision, in order.
public struct BatchSimilarity: Sendable {
    private let kernels: Int
    private let dimensions: Int

    public init(kernels: Int, dimensions: Int) { (self.kernels, self.dimensions) = (kernels, dimensions) }

    private var width: Int { kernels * dimensions }

    /// y [rows, kernels].
    public func forward(
        _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        workers.run(tasks: rows) { i in
            for b in 0..<kernels {
                var sum = 0.0
                for j in 0..<rows where j != i { sum += similarity(x, i, j, b) }
                y[i * kernels + b] = Float(sum)
            }
        }
    }

    /// dx[i, b, c] = -sum over the other samples j of (dy[i, b] + dy[j, b]) · exp(...) · sign(x[i, b, c] - x[j, b, c]).
    public func gradient(
        _ dy: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, into dx: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        workers.run(tasks: rows) { i in
            let target = dx + i * width
            target.update(repeating: 0, count: width)
            for b in 0..<kernels {
                let own = x + i * width + b * dimensions
                for j in 0..<rows where j != i {
                    let other = x + j * width + b * dimensions
                    let slope = Float(similarity(x, i, j, b)) * (dy[i * kernels + b] + dy[j * kernels + b])
                    for c in 0..<dimensions {
                        let difference = own[c] - other[c]
                        target[b * dimensions + c] -= difference > 0 ? slope : difference < 0 ? -slope : 0
                    }
                }
            }
        }
    }

    @inline(__always) private func similarity(_ x: UnsafePointer<Float>, _ i: Int, _ j: Int, _ b: Int) -> Double {
        let (own, other) = (x + i * width + b * dimensions, x + j * width + b * dimensions)
        var distance: Float = 0
        for c in 0..<dimensions { distance += abs(own[c] - other[c]) }
        return Double(expf(-distance))
    }
}
