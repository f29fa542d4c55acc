/// Weights in panels that meet each input and output several times, at the taps of a kernel: what the squares of all
/// taps make of an input and an output. `Panels` of taps · inputs rows become panels of `inputs` rows.
public struct SquaredWeights: Sendable {
    public let sums: Panels
    private let taps: Int
    private static let grain = 16384

    /// Row t · inputs + i of the weights is tap t of input i.
    public init(taps: Int, inputs: Int, outputs: Int) {
        self.taps = taps
        sums = Panels(rows: inputs, columns: outputs)
    }

    /// q[i, o] = factor · sum over the taps of a · b: for a = b the squares, or with a factor of 2 their derivative
    /// along b.
    public func sum(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, factor: Float, into q: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        let block = sums.rows * sums.width
        forEachRun(workers) { panel, start, end in
            let (a, b, q) = (a + panel * taps * block, b + panel * taps * block, q + panel * block)
            for i in start..<end { q[i] = factor * a[i] * b[i] }
            for tap in 1..<max(1, taps) {
                for i in start..<end { q[i] += factor * a[tap * block + i] * b[tap * block + i] }
            }
        }
    }

    /// dw += 2 · w · dq, dq the gradient by the sums.
    public func addGradient(
        _ dq: UnsafePointer<Float>, _ w: UnsafePointer<Float>, into dw: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let block = sums.rows * sums.width
        forEachRun(workers) { panel, start, end in
            let (w, dw, dq) = (w + panel * taps * block, dw + panel * taps * block, dq + panel * block)
            for tap in 0..<taps {
                for i in start..<end { dw[tap * block + i] += 2 * w[tap * block + i] * dq[i] }
            }
        }
    }

    /// Runs of a panel's sums, side by side.
    private func forEachRun(_ workers: Workers, _ body: (_ panel: Int, _ start: Int, _ end: Int) -> Void) {
        let block = sums.rows * sums.width
        let run = max(1, Self.grain / max(1, taps))
        let runs = (block + run - 1) / run
        workers.run(tasks: sums.panels * runs) { task in
            let start = task % runs * run
            body(task / runs, start, min(block, start + run))
        }
    }
}
