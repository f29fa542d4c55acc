/// Optimal transport in one dimension.
public enum Transport {
    /// Integral over u in [0, 1] of |F^-1(u) - G^-1(u)|^order, F and G the distributions of two sorted samples: the
    /// order-th power of their Wasserstein distance. The samples may differ in number. `order`: 1 or 2.
    public static func distance(
        _ x: UnsafePointer<Float>, count m: Int, _ y: UnsafePointer<Float>, count n: Int, order: Int
    ) -> Double {
        // Steps of F^-1 end at multiples of n, those of G^-1 at multiples of m, in units of 1 / (m n).
        var (i, j, position) = (0, 0, 0)
        var total = 0.0
        while i < m, j < n {
            let (endX, endY) = ((i + 1) * n, (j + 1) * m)
            let end = min(endX, endY)
            let difference = Double(x[i]) - Double(y[j])
            total += Double(end - position) * (order == 1 ? abs(difference) : difference * difference)
            if endX == end { i += 1 }
            if endY == end { j += 1 }
            position = end
        }
        return total / (Double(m) * Double(n))
    }

    /// Rows that `sliced` projects at a time: the product's own memory grows with them, and with their values.
    public static func rowsAtOnce(_ count: Int, dimensions: Int) -> Int {
        max(1, min(count, 1 << 17, (1 << 22) / max(1, dimensions)))
    }

    /// results[p] = `distance` of x and y projected on direction p, each a sum of products in single precision.
    ///
    /// - Parameters:
    ///   - x: [m, dimensions]
    ///   - y: [n, dimensions]
    ///   - directions: [projections, dimensions], of length 1
    ///   - results: [projections]
    ///   - mostRows: that are projected at a time; nil: `rowsAtOnce`.
    public static func sliced(
        _ x: UnsafePointer<Float>, count m: Int, _ y: UnsafePointer<Float>, count n: Int, dimensions: Int,
        directions: UnsafePointer<Float>, projections: Int, order: Int, into results: UnsafeMutablePointer<Double>,
        workers: Workers, mostRows: Int? = nil
    ) {
        let values = FloatBuffer(count: projections * (m + n))
        // A direction per column of a dense layer's weights.
        let workspace = Workspace()
        let batch = mostRows.map { max(1, min(max(m, n), $0)) } ?? rowsAtOnce(max(m, n), dimensions: dimensions)
        let plan = DensePlan(
            inputs: dimensions, outputs: projections, batch: batch, workers: workers, workspace: workspace)
        let weights = FloatBuffer(count: plan.panels.count)
        plan.panels.pack(directions, rowStride: 1, columnStride: dimensions, into: weights.pointer)
        let projected = FloatBuffer(count: batch * projections)
        for (source, count, start) in [(x, m, 0), (y, n, m)] {
            for first in stride(from: 0, to: count, by: batch) {
                let rows = min(batch, count - first)
                plan.forward(
                    source + first * dimensions, weights: weights.pointer, bias: nil, activation: .identity,
                    into: projected.pointer, rows: rows)
                workers.run(tasks: projections) { p in
                    let target = values.pointer + p * (m + n) + start + first
                    for i in 0..<rows { target[i] = projected.pointer[i * projections + p] }
                }
            }
            workers.run(tasks: projections) { p in Order.sort(values.pointer + p * (m + n) + start, count: count) }
        }
        workers.run(tasks: projections) { p in
            let sorted = values.pointer + p * (m + n)
            results[p] = distance(sorted, count: m, sorted + m, count: n, order: order)
        }
    }
}
