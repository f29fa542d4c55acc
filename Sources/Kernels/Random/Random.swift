import CMachine

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Random numbers by address. Sixteen elements are made together; every one depends on its own index only.
public enum Random {
    private typealias Vector = SIMD16<Float>
    private static let grain = 4096

    /// Random 32-bit words.
    public static func fillBits(_ x: UnsafeMutablePointer<UInt32>, count: Int, at address: RandomAddress) {
        for i in 0..<count { x[i] = Philox.word(i, of: address) }
    }

    /// Independent integers in `0..<bound`, with a bias below bound / 2^32.
    public static func fillIndices(
        _ x: UnsafeMutablePointer<Int32>, count: Int, below bound: Int, at address: RandomAddress
    ) {
        for i in 0..<count {
            x[i] = Int32(truncatingIfNeeded: (UInt64(Philox.word(i, of: address)) &* UInt64(bound)) >> 32)
        }
    }

    /// Uniform on [low, high), in steps of (high - low) / 2^24.
    public static func fillUniform(
        _ x: UnsafeMutablePointer<Float>, count: Int, low: Float = 0, high: Float = 1, at address: RandomAddress,
        workers: Workers
    ) {
        fill(x, count, address, workers) { words in
            let unit = unitInterval(words)
            let value = Vector(repeating: low).addingProduct(unit, Vector(repeating: high - low))
            // Rounding could reach `high` itself.
            return value.replacing(with: Vector(repeating: low), where: value .>= high)
        }
    }

    /// Normal, by Box & Muller 1958: elements i and i + 8 of a group of sixteen share a radius and an angle.
    /// The largest magnitude is sqrt(48 ln 2) = 5.77, since a uniform number has 24 bits.
    public static func fillNormal(
        _ x: UnsafeMutablePointer<Float>, count: Int, mean: Float = 0, deviation: Float = 1, at address: RandomAddress,
        workers: Workers
    ) {
        fill(x, count, address, workers) { words in
            Vector(repeating: mean).addingProduct(normals(words), Vector(repeating: deviation))
        }
    }

    /// Normal, truncated to mean ± bound * deviation, by inversion of the distribution function.
    public static func fillTruncatedNormal(
        _ x: UnsafeMutablePointer<Float>, count: Int, mean: Float = 0, deviation: Float = 1, bound: Float = 2,
        at address: RandomAddress, workers: Workers
    ) {
        // The share of a normal variable within the bounds.
        let share = Float(erf(Double(bound) / 2.0.squareRoot()))
        fill(x, count, address, workers) { words in
            // Uniform on (-1, 1), never an end point: odd multiples of 2^-24.
            let symmetric = (unitInterval(words) - 0.5) * 2 + 5.9604645e-8
            var value = inverseErrorFunction(symmetric * share) * 1.41421356
            value = value.replacing(with: Vector(repeating: bound), where: value .> bound)
            value = value.replacing(with: Vector(repeating: -bound), where: value .< -bound)
            return Vector(repeating: mean).addingProduct(value, Vector(repeating: deviation))
        }
    }

    /// Gumbel: -log(-log(u)), u uniform on (0, 1). The largest is 17.3, since a uniform number has 24 bits.
    public static func fillGumbel(
        _ x: UnsafeMutablePointer<Float>, count: Int, at address: RandomAddress, workers: Workers
    ) {
        fill(x, count, address, workers) { words in
            let exponential = VectorMath.log(1 - unitInterval(words)) * -1
            let least = Vector(repeating: 2.9802322e-8)
            return VectorMath.log(exponential.replacing(with: least, where: exponential .< least)) * -1
        }
    }

    /// y = x / (1 - rate) where the element's random number is at least `rate`, else 0. Srivastava et al. 2014.
    ///
    /// The same call on dy with the same address is the gradient: no mask is kept. `y` may be `x`.
    public static func dropout(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int, rate: Float,
        at address: RandomAddress, workers: Workers
    ) {
        let scale = 1 / (1 - rate)
        chunks(count, address, workers) { words, start, rows in
            for offset in stride(from: 0, to: rows, by: 16) {
                let unit = unitInterval(words(offset))
                let i = start + offset
                if offset + 16 <= rows {
                    let values = UnsafeRawPointer(x + i).loadUnaligned(as: Vector.self)
                    let kept = (values * scale).replacing(with: 0, where: unit .< rate)
                    UnsafeMutableRawPointer(y + i).storeBytes(of: kept, as: Vector.self)
                } else {
                    for lane in 0..<rows - offset { y[i + lane] = unit[lane] >= rate ? x[i + lane] * scale : 0 }
                }
            }
        }
    }

    /// Calls `body` for every chunk of up to 32 elements: a function from an offset in the chunk, 0 or 16, to sixteen
    /// random words; the chunk's first element; and how many it has.
    @inline(__always) private static func chunks(
        _ count: Int, _ address: RandomAddress, _ workers: Workers,
        _ body: ((Int) -> SIMD16<UInt32>, Int, Int) -> Void
    ) {
        workers.run(tasks: (count + grain - 1) / grain) { task in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 32) { buffer in
                let words = buffer.baseAddress.unsafelyUnwrapped
                let end = min(count, (task + 1) * grain)
                for i in stride(from: task * grain, to: end, by: 32) {
                    Philox.thirtyTwo(i / 32, of: address, into: words)
                    body({ UnsafeRawPointer(words + $0).loadUnaligned(as: SIMD16<UInt32>.self) }, i, min(32, end - i))
                }
            }
        }
    }

    @inline(__always) private static func fill(
        _ x: UnsafeMutablePointer<Float>, _ count: Int, _ address: RandomAddress, _ workers: Workers,
        _ make: (SIMD16<UInt32>) -> Vector
    ) {
        chunks(count, address, workers) { words, start, rows in
            for offset in stride(from: 0, to: rows, by: 16) {
                let values = make(words(offset))
                if offset + 16 <= rows {
                    UnsafeMutableRawPointer(x + start + offset).storeBytes(of: values, as: Vector.self)
                } else {
                    for lane in 0..<rows - offset { x[start + offset + lane] = values[lane] }
                }
            }
        }
    }

    /// The upper 24 bits as a number in [0, 1).
    @inline(__always) private static func unitInterval(_ words: SIMD16<UInt32>) -> Vector {
        let bits = SIMD16<Int32>(truncatingIfNeeded: words &>> SIMD16(repeating: 8))
        return Vector(bits) * 5.9604645e-8
    }

    @inline(__always) private static func normals(_ words: SIMD16<UInt32>) -> Vector {
        let unit = unitInterval(words)
        // 1 - u lies in (0, 1]; at 1 the radius is 0.
        var radius = VectorMath.log(1 - unit) * -2
        radius = saddle_square_root(radius.replacing(with: 0, where: radius .< 0))
        // The angle of elements 8..<16: a quadrant, and a rest within ± pi / 4 that needs no further reduction.
        let turns = unit * 4
        let quadrant = (turns + 0.5).rounded(.down)
        let angle = (turns - quadrant) * 1.57079633
        let z = angle * angle
        var sine = Vector(repeating: 8.3321608736e-3).addingProduct(z, -1.9515295891e-4)
        sine = Vector(repeating: -1.6666654611e-1).addingProduct(z, sine)
        sine = angle.addingProduct(z * angle, sine)
        var cosine = Vector(repeating: -1.388731625493765e-3).addingProduct(z, 2.443315711809948e-5)
        cosine = Vector(repeating: 4.166664568298827e-2).addingProduct(z, cosine)
        cosine = (1 - 0.5 * z).addingProduct(z * z, cosine)
        let odd = quadrant .== 1 .| quadrant .== 3
        let x = cosine.replacing(with: sine, where: odd)
        let y = sine.replacing(with: cosine, where: odd)
        let xSigned = x.replacing(with: -x, where: quadrant .== 1 .| quadrant .== 2)
        let ySigned = y.replacing(with: -y, where: quadrant .== 2 .| quadrant .== 3)
        let r = radius.lowHalf
        return Vector(lowHalf: r * xSigned.highHalf, highHalf: r * ySigned.highHalf)
    }

    /// M. Giles 2010, "Approximating the erfinv function", single precision.
    @inline(__always) private static func inverseErrorFunction(_ x: Vector) -> Vector {
        let w = VectorMath.log((1 - x) * (1 + x)) * -1
        let a = w - 2.5
        var near = Vector(repeating: 3.43273939e-07).addingProduct(a, 2.81022636e-08)
        near = Vector(repeating: -3.5233877e-06).addingProduct(a, near)
        near = Vector(repeating: -4.39150654e-06).addingProduct(a, near)
        near = Vector(repeating: 0.00021858087).addingProduct(a, near)
        near = Vector(repeating: -0.00125372503).addingProduct(a, near)
        near = Vector(repeating: -0.00417768164).addingProduct(a, near)
        near = Vector(repeating: 0.246640727).addingProduct(a, near)
        near = Vector(repeating: 1.50140941).addingProduct(a, near)
        let b = saddle_square_root(w.replacing(with: 0, where: w .< 0)) - 3
        var far = Vector(repeating: 0.000100950558).addingProduct(b, -0.000200214257)
        far = Vector(repeating: 0.00134934322).addingProduct(b, far)
        far = Vector(repeating: -0.00367342844).addingProduct(b, far)
        far = Vector(repeating: 0.00573950773).addingProduct(b, far)
        far = Vector(repeating: -0.0076224613).addingProduct(b, far)
        far = Vector(repeating: 0.00943887047).addingProduct(b, far)
        far = Vector(repeating: 1.00167406).addingProduct(b, far)
        far = Vector(repeating: 2.83297682).addingProduct(b, far)
        return x * near.replacing(with: far, where: w .>= 5)
    }
}
