/// Samples moved along their width, each by a number of its own: y[n, h, i, c] = x[n, h, m(i - s_n), c], m the mirror
/// at both ends.
public struct MirroredShifts: Sendable {
    public let height: Int, width: Int, channels: Int
    /// The largest shift, below the width.
    public let reach: Int

    public init(height: Int, width: Int, channels: Int, reach: Int) {
        precondition(reach >= 0 && reach < width, "mirrored once at most")
        (self.height, self.width, self.channels, self.reach) = (height, width, channels, reach)
    }

    /// y [rows, height, width, channels].
    /// - Parameter draws: a number from 0 to below 1 for each row, which stands for its shift.
    public func apply(
        _ x: UnsafePointer<Float>, draws: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        eachLine(rows, workers) { line in
            let shift = shift(draws[line / height])
            let (x, y) = (x + line * width * channels, y + line * width * channels)
            for i in 0..<width { (y + i * channels).update(from: x + mirrored(i - shift) * channels, count: channels) }
        }
    }

    /// dx from dy: what each value went to, added up.
    public func applyTransposed(
        _ dy: UnsafePointer<Float>, draws: UnsafePointer<Float>, rows: Int, into dx: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        eachLine(rows, workers) { line in
            let shift = shift(draws[line / height])
            let (dy, dx) = (dy + line * width * channels, dx + line * width * channels)
            dx.update(repeating: 0, count: width * channels)
            for i in 0..<width {
                let (source, target) = (dy + i * channels, dx + mirrored(i - shift) * channels)
                for c in 0..<channels { target[c] += source[c] }
            }
        }
    }

    @inline(__always) private func shift(_ draw: Float) -> Int {
        min(Int(draw * Float(2 * reach + 1)), 2 * reach) - reach
    }

    @inline(__always) private func mirrored(_ i: Int) -> Int {
        i < 0 ? -i : i >= width ? 2 * width - 2 - i : i
    }

    @inline(__always) private func eachLine(_ rows: Int, _ workers: Workers, _ body: (Int) -> Void) {
        let lines = rows * height
        let block = max(1, 16384 / (width * channels))
        workers.run(tasks: (lines + block - 1) / block) { task in
            for line in task * block..<min(lines, (task + 1) * block) { body(line) }
        }
    }
}
