/// Scales and shifts that each sample has of its own, one for each channel: x [rows, positions, channels],
/// gain and shift [rows, channels]. Sums over positions are in double precision, in order.
public enum SampleModulation {
    private typealias Vector = SIMD16<Float>
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
                let (gain, shift) = (gain + row, shift.map { $0 + row })
                var c = 0
                while c + 16 <= channels {
                    var value = load(x + c) * (load(gain + c) + plus) + (shift.map { load($0 + c) } ?? .zero)
                    if accumulate { value += load(y + c) }
                    UnsafeMutableRawPointer(y + c).storeBytes(of: value, as: Vector.self)
                    c += 16
                }
                while c < channels {
                    let value = x[c] * (gain[c] + plus) + (shift?[c] ?? 0)
                    y[c] = accumulate ? y[c] + value : value
                    c += 1
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
            let (a, b, sums) = (a + first, b.map { $0 + first }, sums + row * channels)
            var c = 0
            while c + 8 <= channels {
                var total = SIMD8<Double>.zero
                for position in 0..<positions {
                    let i = position * channels + c
                    if let b { total += doubles(a + i) * doubles(b + i) } else { total += doubles(a + i) }
                }
                for lane in 0..<8 {
                    sums[c + lane] = (accumulate ? sums[c + lane] : 0) + Float(total[lane])
                }
                c += 8
            }
            while c < channels {
                var total = 0.0
                for position in 0..<positions {
                    let i = position * channels + c
                    total += Double(a[i]) * (b.map { Double($0[i]) } ?? 1)
                }
                sums[c] = (accumulate ? sums[c] : 0) + Float(total)
                c += 1
            }
        }
    }

    @inline(__always) private static func load(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private static func doubles(_ x: UnsafePointer<Float>) -> SIMD8<Double> {
        SIMD8<Double>(UnsafeRawPointer(x).loadUnaligned(as: SIMD8<Float>.self))
    }
}
