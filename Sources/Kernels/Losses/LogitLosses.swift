/// The losses on logits: the sum of the values, and the gradient of `scale` times that sum, in one pass.
///
/// `scale` is 1 / batch for a mean. `gradient` may be nil when only the value is wanted. Values are summed in double
/// precision, in order.
public enum LogitLosses {
    private typealias Vector = SIMD16<Float>

    /// Binary cross-entropy with logits: sum of softplus(x) - t * x; gradient sigmoid(x) - t. Goodfellow et al. 2014,
    /// eq. 1, with a target t per element.
    public static func crossEntropy(
        _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, count: Int, scale: Float,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        evaluate(logits, targets, count, scale, gradient) { x, t in
            (VectorMath.softplus(x) - t * x, VectorMath.sigmoid(x) - t)
        }
    }

    /// The generator's part of the minimax game: sum of log(1 - sigmoid(x)) = -softplus(x); gradient -sigmoid(x).
    public static func logComplement(
        _ logits: UnsafePointer<Float>, count: Int, scale: Float, gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        evaluate(logits, nil, count, scale, gradient) { x, _ in (-VectorMath.softplus(x), -VectorMath.sigmoid(x)) }
    }

    /// Half squares: sum of (x - t)^2 / 2; gradient x - t. Mao et al. 2017, eq. 2.
    public static func leastSquares(
        _ outputs: UnsafePointer<Float>, targets: UnsafePointer<Float>, count: Int, scale: Float,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        evaluate(outputs, targets, count, scale, gradient) { x, t in
            let difference = x - t
            return (difference * difference * 0.5, difference)
        }
    }

    /// Sum of max(0, 1 - sign * x); sign = 1 for real samples, -1 for generated ones. Lim & Ye 2017.
    public static func hinge(
        _ outputs: UnsafePointer<Float>, sign: Float, count: Int, scale: Float,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        evaluate(outputs, nil, count, scale, gradient) { x, _ in
            let margin = 1 - x * sign
            let inactive = margin .<= 0
            return (
                margin.replacing(with: 0, where: inactive), Vector(repeating: -sign).replacing(with: 0, where: inactive)
            )
        }
    }

    /// Sum of sign * x: the Wasserstein losses (Arjovsky et al. 2017) and the generator's part of the hinge loss.
    public static func linear(
        _ outputs: UnsafePointer<Float>, sign: Float, count: Int, scale: Float,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        evaluate(outputs, nil, count, scale, gradient) { x, _ in (x * sign, Vector(repeating: sign)) }
    }

    /// targets[i] = `target`, or with probability `flip` `other`, by the element's random number.
    public static func fillTargets(
        _ targets: UnsafeMutablePointer<Float>, count: Int, target: Float, other: Float, flip: Float,
        at address: RandomAddress
    ) {
        for i in 0..<count {
            let flipped = flip > 0 && Float(Philox.word(i, of: address) >> 8) * 5.9604645e-8 < flip
            targets[i] = flipped ? other : target
        }
    }

    /// targets[i] evenly from `range`, or with probability `flip` from `other`, by the element's random numbers.
    public static func fillTargets(
        _ targets: UnsafeMutablePointer<Float>, count: Int, range: (low: Float, high: Float),
        other: (low: Float, high: Float), flip: Float, flips: RandomAddress, at address: RandomAddress
    ) {
        func unit(_ i: Int, _ address: RandomAddress) -> Float {
            Float(Philox.word(i, of: address) >> 8) * 5.9604645e-8
        }
        for i in 0..<count {
            let (low, high) = flip > 0 && unit(i, flips) < flip ? other : range
            targets[i] = low + (high - low) * unit(i, address)
        }
    }

    @inline(__always) private static func evaluate(
        _ x: UnsafePointer<Float>, _ targets: UnsafePointer<Float>?, _ count: Int, _ scale: Float,
        _ gradient: UnsafeMutablePointer<Float>?, _ f: (Vector, Vector) -> (Vector, Vector)
    ) -> Double {
        var total = 0.0
        var i = 0
        while i < count {
            let lanes = min(16, count - i)
            let input = load(x + i, lanes)
            let (value, slope) = f(input, targets.map { load($0 + i, lanes) } ?? Vector.zero)
            for lane in 0..<lanes { total += Double(value[lane]) }
            if let gradient {
                let scaled = slope * scale
                if lanes == 16 {
                    UnsafeMutableRawPointer(gradient + i).storeBytes(of: scaled, as: Vector.self)
                } else {
                    for lane in 0..<lanes { gradient[i + lane] = scaled[lane] }
                }
            }
            i += lanes
        }
        return total
    }

    @inline(__always) private static func load(_ x: UnsafePointer<Float>, _ lanes: Int) -> Vector {
        if lanes == 16 { return UnsafeRawPointer(x).loadUnaligned(as: Vector.self) }
        var vector = Vector.zero
        for lane in 0..<lanes { vector[lane] = x[lane] }
        return vector
    }
}
