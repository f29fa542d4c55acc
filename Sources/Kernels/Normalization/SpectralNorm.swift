/// The largest singular value of a weight matrix by power iteration, the weights divided by it, and the gradient of
/// that. Miyato et al. 2018, algorithm 1.
///
/// The weights [rows, columns] lie in panels. Output channel o owns the columns t * channels + o, t < taps, so that as
/// a matrix M [channels, rows * taps] they have M[o, row * taps + t] = W[row, t * channels + o]. With u: [channels], v:
/// [rows * taps]: sigma = u·(M v).
public struct SpectralNormPlan {
    private let panels: Panels
    private let channels: Int
    private let taps: Int
    /// Of every panel's columns, for u as the panels have it.
    private let lanes: FloatBuffer
    private static let epsilon = 1e-12

    public init(rows: Int, columns: Int, channels: Int) {
        panels = Panels(rows: rows, columns: columns)
        self.channels = channels
        taps = columns / channels
        lanes = FloatBuffer(count: panels.panels * panels.width)
    }

    /// u = M v / |M v|, then v = M^T u / |M^T u|.
    public func iterate(
        _ weights: UnsafePointer<Float>, u: UnsafeMutablePointer<Float>, v: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        multiply(weights, v, into: u, workers)
        normalize(u, count: channels)
        multiplyTransposed(weights, u, into: v, workers)
        normalize(v, count: panels.rows * taps)
    }

    /// u·(M v)
    public func sigma(
        _ weights: UnsafePointer<Float>, u: UnsafePointer<Float>, v: UnsafePointer<Float>, workers: Workers
    ) -> Double {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: channels) { product in
            guard let product = product.baseAddress else { return 0 }
            multiply(weights, v, into: product, workers)
            var sum = 0.0
            for o in 0..<channels { sum += Double(product[o]) * Double(u[o]) }
            return sum
        }
    }

    /// For weights W / sigma of which the gradient is G, with u and v held: (G - <G, W / sigma> u v^T) / sigma.
    public func pullBack(
        _ gradient: UnsafePointer<Float>, derived: UnsafePointer<Float>, u: UnsafePointer<Float>,
        v: UnsafePointer<Float>, sigma: Double, into result: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (width, rows) = (panels.width, panels.rows)
        var product = 0.0
        for index in 0..<panels.count { product += Double(gradient[index]) * Double(derived[index]) }
        let (factor, inverse) = (Float(product), Float(1 / sigma))
        spread(u)
        let lanes = lanes.pointer
        workers.run(tasks: panels.panels) { panel in
            for row in 0..<rows {
                let start = (panel * rows + row) * width
                if taps == 1 {
                    let share = factor * v[row]
                    for lane in 0..<width {
                        result[start + lane] = (gradient[start + lane] - share * lanes[panel * width + lane]) * inverse
                    }
                } else {
                    for lane in 0..<width {
                        let column = min(panel * width + lane, panels.columns - 1)
                        let share = factor * v[row * taps + column / channels] * lanes[panel * width + lane]
                        result[start + lane] = (gradient[start + lane] - share) * inverse
                    }
                }
            }
        }
    }

    /// M v. One thread where several panels add to one channel; the order of sums is fixed either way.
    private func multiply(
        _ weights: UnsafePointer<Float>, _ v: UnsafePointer<Float>, into product: UnsafeMutablePointer<Float>,
        _ workers: Workers
    ) {
        let (width, rows, lanes) = (panels.width, panels.rows, lanes.pointer)
        workers.run(tasks: panels.panels) { panel in
            let sums = lanes + panel * width
            for lane in 0..<width { sums[lane] = 0 }
            for row in 0..<rows {
                let source = weights + (panel * rows + row) * width
                if taps == 1 {
                    let factor = v[row]
                    for lane in 0..<width { sums[lane] += source[lane] * factor }
                } else {
                    for lane in 0..<width {
                        let column = min(panel * width + lane, panels.columns - 1)
                        sums[lane] += source[lane] * v[row * taps + column / channels]
                    }
                }
            }
        }
        for o in 0..<channels { product[o] = 0 }
        for column in 0..<panels.columns { product[column % channels] += lanes[column] }
    }

    /// M^T u.
    private func multiplyTransposed(
        _ weights: UnsafePointer<Float>, _ u: UnsafePointer<Float>, into product: UnsafeMutablePointer<Float>,
        _ workers: Workers
    ) {
        spread(u)
        let (width, rows, lanes) = (panels.width, panels.rows, lanes.pointer)
        let block = max(1, 16384 / max(1, panels.panels * width))
        workers.run(tasks: (rows + block - 1) / block) { task in
            for row in task * block..<min(rows, (task + 1) * block) {
                if taps == 1, width % 16 == 0 {
                    var sums = SIMD16<Float>.zero
                    for panel in 0..<panels.panels {
                        let source = UnsafeRawPointer(weights + (panel * rows + row) * width)
                        let factors = UnsafeRawPointer(lanes + panel * width)
                        for lane in stride(from: 0, to: width, by: 16) {
                            sums.addProduct(
                                source.loadUnaligned(fromByteOffset: 4 * lane, as: SIMD16<Float>.self),
                                factors.loadUnaligned(fromByteOffset: 4 * lane, as: SIMD16<Float>.self))
                        }
                    }
                    product[row] = sums.sum()
                } else {
                    for t in 0..<taps { product[row * taps + t] = 0 }
                    for column in 0..<panels.columns {
                        let value = weights[panels.offset(row: row, column: column)]
                        product[row * taps + column / channels] += value * lanes[column]
                    }
                }
            }
        }
    }

    /// u in the columns' order; columns that fill up a panel have 0.
    private func spread(_ u: UnsafePointer<Float>) {
        for column in 0..<lanes.count { lanes[column] = column < panels.columns ? u[column % channels] : 0 }
    }

    private func normalize(_ x: UnsafeMutablePointer<Float>, count: Int) {
        var sum = 0.0
        for i in 0..<count { sum += Double(x[i]) * Double(x[i]) }
        let factor = Float(1 / max(sum.squareRoot(), Self.epsilon))
        for i in 0..<count { x[i] *= factor }
    }
}
