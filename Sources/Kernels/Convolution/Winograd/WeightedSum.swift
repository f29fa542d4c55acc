import CMachine

/// target = sum of factors times vectors. Up to four vectors are read at once; with more, the target is read again.
struct WeightedSum {
    private typealias Vector = SIMD16<Float>

    private let target: UnsafeMutablePointer<Float>
    private let length: Int
    private var a, b, c, d: UnsafePointer<Float>
    /// Of each vector, the one that a later sum will read in its place.
    private var laterA, laterB, laterC, laterD: UnsafePointer<Float>
    private var f: Float = 0, g: Float = 0, h: Float = 0, k: Float = 0
    private var count = 0

    @inline(__always) init(into target: UnsafeMutablePointer<Float>, count length: Int) {
        (self.target, self.length) = (target, length)
        let start = UnsafePointer(target)
        (a, b, c, d) = (start, start, start, start)
        (laterA, laterB, laterC, laterD) = (start, start, start, start)
    }

    /// Adds a vector; the first may be the target. `later` is the vector that another sum will read soon in its place:
    /// it comes to the cache meanwhile, line by line.
    @inline(__always)
    mutating func add(_ vector: UnsafePointer<Float>, _ factor: Float, later: UnsafePointer<Float>? = nil) {
        if count == 4 {
            finish()
            (a, f, count) = (UnsafePointer(target), 1, 1)
            laterA = a
        }
        switch count {
        case 0: (a, f, laterA) = (vector, factor, later ?? vector)
        case 1: (b, g, laterB) = (vector, factor, later ?? vector)
        case 2: (c, h, laterC) = (vector, factor, later ?? vector)
        default: (d, k, laterD) = (vector, factor, later ?? vector)
        }
        count += 1
    }

    /// Computes the sum; of nothing it is zero.
    func finish() {
        let (a, b, c, d) = (a, b, c, d)
        let (f, g, h, k) = (f, g, h, k)
        switch count {
        case 0: target.update(repeating: 0, count: length)
        case 1 where f == 1: each(1, { Self.get(a + $0) }, { a[$0] })
        case 1: each(1, { Self.get(a + $0) * f }, { a[$0] * f })
        case 2: each(2, { Self.get(a + $0) * f + Self.get(b + $0) * g }, { a[$0] * f + b[$0] * g })
        case 3:
            each(
                3, { Self.get(a + $0) * f + Self.get(b + $0) * g + Self.get(c + $0) * h },
                { a[$0] * f + b[$0] * g + c[$0] * h })
        default:
            each(
                4, { (Self.get(a + $0) * f + Self.get(b + $0) * g) + (Self.get(c + $0) * h + Self.get(d + $0) * k) },
                { (a[$0] * f + b[$0] * g) + (c[$0] * h + d[$0] * k) })
        }
    }

    @inline(__always) private func each(_ count: Int, _ vector: (Int) -> Vector, _ scalar: (Int) -> Float) {
        let (laterA, laterB, laterC, laterD) = (laterA, laterB, laterC, laterD)
        var i = 0
        while i + 16 <= length {
            saddle_prefetch(laterA + i)
            if count > 1 { saddle_prefetch(laterB + i) }
            if count > 2 { saddle_prefetch(laterC + i) }
            if count > 3 { saddle_prefetch(laterD + i) }
            UnsafeMutableRawPointer(target + i).storeBytes(of: vector(i), as: Vector.self)
            i += 16
        }
        while i < length {
            target[i] = scalar(i)
            i += 1
        }
    }

    @inline(__always) private static func get(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }
}
