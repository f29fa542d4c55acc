/// Scales and shifts that each sample has of its own, one for each channel: x [rows, positions, channels],
/// gain and shift [rows, channels]. Sums over positions are in double precision, in order.
public enum SampleModulation {
    private static let grain = 32768

    /// y = x · (gain + plus) + shift; y += that with `accumulate`. nil for a shift of 0.
    public static func apply(
        _ x: UnsafePointer<Float>, gain: UnsafePointer<Float>, plus: Float, shift: UnsafePointer<Float>?, rows: Int,
        positions: Int, channels: Int, into y: UnsafeMutablePointer<Float>, accumulate: Bool = false, workers: Workers
    ) {
        let lines = rows * positions
        let block = max(1, grain / max(1, channels))
        workers.run(tasks: (lines + block - 1) / block) { task in
            for line in task * block..<min(lines, (task + 1) * block) {
                let (x, y, row) = (x + line * channels, y + line * channels, line / positions * channels)
                if let shift, !accumulate {
                    for c in 0..<channels { y[c] = x[c] * (gain[row + c] + plus) + shift[row + c] }
                } else {
                    for c in 0..<channels {
                        let value = x[c] * (gain[row + c] + plus) + (shift?[row + c] ?? 0)
                        y[c] = accumulate ? y[c] + value : value
                    }
                }
            }
        }
    }

    /// sums[row, c] = sum over the positions of a · b, or of a where there is no b; added to what is there with
    /// `accumulate`.
    public static func sums(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>?, rows: Int, positions: Int, channels: Int,
        into sums: UnsafeMutablePointer<Float>, accumulate: Bool = false, workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let first = row * positions * channels
            for c in 0..<channels {
                var total = 0.0
                for position in 0..<positions {
                    let i = first + position * channels + c
                    total += Double(a[i]) * (b.map { Double($0[i]) } ?? 1)
                }
                let target = sums + row * channels + c
                target.pointee = (accumulate ? target.pointee : 0) + Float(total)
            }
        }
    }
}
