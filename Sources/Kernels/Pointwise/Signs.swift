/// Which of many numbers are not above 0, a bit for each: all that the gradient of an activation of two slopes wants to
/// know of its output.
public enum Signs {
    private typealias Vector = SIMD16<Float>

    /// Numbers of a task; a multiple of those of a word.
    private static let grain = 32768

    /// Memory for the bits of so many numbers, in floats.
    public static func floats(_ count: Int) -> Int { (count + 31) / 32 }

    public static func take(
        _ y: UnsafePointer<Float>, count: Int, into signs: UnsafeMutablePointer<UInt32>, workers: Workers
    ) {
        workers.run(tasks: (count + grain - 1) / grain) { task in
            let (start, end) = (task * grain, min(count, (task + 1) * grain))
            var i = start
            while i + 32 <= end {
                signs[i / 32] = bits(load(y + i)) | bits(load(y + i + 16)) << 16
                i += 32
            }
            guard i < end else { return }
            var word: UInt32 = 0
            for k in i..<end where y[k] <= 0 { word |= 1 << UInt32(k - i) }
            signs[i / 32] = word
        }
    }

    /// dx = dy · f'(x), to the same bits as `Activation.gradient`. `dx` may be `dy`.
    /// - Parameter activation: of two slopes.
    public static func gradient(
        _ activation: Activation, _ dy: UnsafePointer<Float>, signs: UnsafePointer<UInt32>,
        into dx: UnsafeMutablePointer<Float>, count: Int, workers: Workers
    ) {
        let slope = activation.negativeSlope ?? 1
        workers.run(tasks: (count + grain - 1) / grain) { task in
            let range = task * grain..<min(count, (task + 1) * grain)
            // Relu's is 0, whatever dy is.
            if activation == .relu {
                replace(dy, signs, dx, range) { _ in .zero }
            } else {
                replace(dy, signs, dx, range) { $0 * slope }
            }
        }
    }

    /// dx = f(dy) where a bit is set, else dy.
    @inline(__always) private static func replace(
        _ dy: UnsafePointer<Float>, _ signs: UnsafePointer<UInt32>, _ dx: UnsafeMutablePointer<Float>,
        _ range: Range<Int>, _ f: (Vector) -> Vector
    ) {
        var i = range.lowerBound
        while i + 32 <= range.upperBound {
            let word = signs[i / 32]
            let (low, high) = (load(dy + i), load(dy + i + 16))
            store(low.replacing(with: f(low), where: mask(word)), dx + i)
            store(high.replacing(with: f(high), where: mask(word >> 16)), dx + i + 16)
            i += 32
        }
        while i < range.upperBound {
            let isLow = signs[i / 32] >> UInt32(i & 31) & 1 == 1
            dx[i] = isLow ? f(Vector(repeating: dy[i]))[0] : dy[i]
            i += 1
        }
    }

    private static var lanes: SIMD16<UInt32> {
        SIMD16(
            0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000)
    }

    @inline(__always) private static func bits(_ y: Vector) -> UInt32 {
        SIMD16<UInt32>.zero.replacing(with: lanes, where: y .<= 0).wrappedSum()
    }

    @inline(__always) private static func mask(_ bits: UInt32) -> SIMDMask<SIMD16<Int32>> {
        (SIMD16<UInt32>(repeating: bits) & lanes) .!= SIMD16<UInt32>.zero
    }

    @inline(__always) private static func load(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private static func store(_ v: Vector, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: v, as: Vector.self)
    }
}
