/// Weights of which each output channel has a length of its own, w = g v / |v|, and the gradients of that. Salimans &
/// Kingma 2016, equations 2 and 3.
///
/// The weights [rows, columns] lie in panels; output channel o owns the columns t * channels + o. A channel whose v is
/// all 0 has no direction: its weights and gradients are 0.
public struct WeightNormPlan {
    private let panels: Panels
    private let channels: Int
    /// By column, panels filled up: sums, and the two factors by which columns are multiplied.
    private let lanes: DoubleBuffer
    private let scales: FloatBuffer
    private let shares: FloatBuffer
    /// By channel.
    private let squares: DoubleBuffer

    public init(rows: Int, columns: Int, channels: Int) {
        panels = Panels(rows: rows, columns: columns)
        self.channels = channels
        let count = panels.panels * panels.width
        lanes = DoubleBuffer(count: count)
        scales = FloatBuffer(count: count)
        shares = FloatBuffer(count: count)
        squares = DoubleBuffer(count: channels)
    }

    /// |v| of each channel.
    public func lengths(
        _ v: UnsafePointer<Float>, into lengths: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        products(v, v, workers)
        for o in 0..<channels { lengths[o] = Float(sum(ofChannel: o).squareRoot()) }
    }

    /// w = g v / |v|.
    /// - Parameter g: a value for each channel.
    public func derive(
        _ v: UnsafePointer<Float>, g: UnsafePointer<Float>, into w: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        products(v, v, workers)
        for o in 0..<channels {
            squares.pointer[o] = sum(ofChannel: o)
            spread(squares.pointer[o] > 0 ? Double(g[o]) / squares.pointer[o].squareRoot() : 0, o, into: scales)
        }
        let (width, rows, scales) = (panels.width, panels.rows, scales.pointer)
        workers.run(tasks: panels.panels) { panel in
            let scales = scales + panel * width
            for row in 0..<rows {
                let start = (panel * rows + row) * width
                for lane in 0..<width { w[start + lane] = v[start + lane] * scales[lane] }
            }
        }
    }

    /// After `derive`, of the gradient d by w: by g, d·v / |v|; by v, g / |v| (d - (d·v / |v|²) v).
    public func pullBack(
        _ d: UnsafePointer<Float>, _ v: UnsafePointer<Float>, g: UnsafePointer<Float>,
        into vGradient: UnsafeMutablePointer<Float>, gGradient: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        products(d, v, workers)
        for o in 0..<channels {
            let (square, product) = (squares.pointer[o], sum(ofChannel: o))
            let length = square.squareRoot()
            gGradient[o] = square > 0 ? Float(product / length) : 0
            spread(square > 0 ? Double(g[o]) * product / (length * square) : 0, o, into: shares)
        }
        let (width, rows, scales, shares) = (panels.width, panels.rows, scales.pointer, shares.pointer)
        workers.run(tasks: panels.panels) { panel in
            let (scales, shares) = (scales + panel * width, shares + panel * width)
            for row in 0..<rows {
                let start = (panel * rows + row) * width
                for lane in 0..<width {
                    vGradient[start + lane] = scales[lane] * d[start + lane] - shares[lane] * v[start + lane]
                }
            }
        }
    }

    /// By column, the sum of the products of two matrices.
    private func products(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ workers: Workers) {
        let (width, rows, lanes) = (panels.width, panels.rows, lanes.pointer)
        workers.run(tasks: panels.panels) { panel in
            let sums = lanes + panel * width
            for lane in 0..<width { sums[lane] = 0 }
            for row in 0..<rows {
                let start = (panel * rows + row) * width
                for lane in 0..<width { sums[lane] += Double(a[start + lane]) * Double(b[start + lane]) }
            }
        }
    }

    private func sum(ofChannel o: Int) -> Double {
        var sum = 0.0
        for column in stride(from: o, to: panels.columns, by: channels) { sum += lanes.pointer[column] }
        return sum
    }

    /// A channel's factor to its columns; those that fill up a panel keep 0.
    private func spread(_ factor: Double, _ o: Int, into lanes: FloatBuffer) {
        for column in stride(from: o, to: panels.columns, by: channels) { lanes[column] = Float(factor) }
    }
}

/// Memory for numbers that sums are made in.
private final class DoubleBuffer {
    let pointer: UnsafeMutablePointer<Double>

    init(count: Int) {
        pointer = .allocate(capacity: count)
        pointer.initialize(repeating: 0, count: count)
    }

    deinit { pointer.deallocate() }
}
