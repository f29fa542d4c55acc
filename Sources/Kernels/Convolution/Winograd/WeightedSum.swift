/// target = sum of factors times vectors. Up to four vectors are read at once; with more, the target is read again.
struct WeightedSum {
    private typealias Vector = SIMD16<Float>

    private let target: UnsafeMutablePointer<Float>
    private let length: Int
    private var a, b, c, d: UnsafePointer<Float>
    private var f: Float = 0, g: Float = 0, h: Float = 0, k: Float = 0
    private var count = 0

    @inline(__always) init(into target: UnsafeMutablePointer<Float>, count length: Int) {
        (self.target, self.length) = (target, length)
        (a, b, c, d) = (UnsafePointer(target), UnsafePointer(target), UnsafePointer(target), UnsafePointer(target))
    }

    /// Adds a vector; the first may be the target.
    @inline(__always) mutating func add(_ vector: UnsafePointer<Float>, _ factor: Float) {
        if count == 4 {
            finish()
            (a, f, count) = (UnsafePointer(target), 1, 1)
        }
        switch count {
        case 0: (a, f) = (vector, factor)
        case 1: (b, g) = (vector, factor)
        case 2: (c, h) = (vector, factor)
        default: (d, k) = (vector, factor)
        }
        count += 1
    }

    /// Computes the sum; of nothing it is zero.
    func finish() {
        let (a, b, c, d) = (a, b, c, d)
        let (f, g, h, k) = (f, g, h, k)
        switch count {
        case 0: target.update(repeating: 0, count: length)
        case 1 where f == 1: each({ Self.get(a + $0) }, { a[$0] })
        case 1: each({ Self.get(a + $0) * f }, { a[$0] * f })
        case 2: each({ Self.get(a + $0) * f + Self.get(b + $0) * g }, { a[$0] * f + b[$0] * g })
        case 3:
            each(
                { Self.get(a + $0) * f + Self.get(b + $0) * g + Self.get(c + $0) * h },
                { a[$0] * f + b[$0] * g + c[$0] * h })
        default:
            each(
                { (Self.get(a + $0) * f + Self.get(b + $0) * g) + (Self.get(c + $0) * h + Self.get(d + $0) * k) },
                { (a[$0] * f + b[$0] * g) + (c[$0] * h + d[$0] * k) })
        }
    }

    @inline(__always) private func each(_ vector: (Int) -> Vector, _ scalar: (Int) -> Float) {
        var i = 0
        while i + 16 <= length {
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
