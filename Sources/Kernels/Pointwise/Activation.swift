// Activations and the vector functions under them. They share a file because debug builds inline within a file only.

/// An activation function, applied element by element.
public enum Activation: Hashable, Sendable {
    case identity
    case relu
    /// max(x, 0) + slope * min(x, 0), slope >= 0.
    case leakyRelu(slope: Float)
    /// x > 0 ? x : alpha * (exp(x) - 1), alpha >= 0. Clevert et al. 2016, eq. 15.
    case elu(alpha: Float)
    /// Klambauer et al. 2017, eq. 2.
    case selu
    /// x * Phi(x) with the exact normal distribution function. Hendrycks & Gimpel 2016.
    case gelu
    /// log(1 + exp(x))
    case softplus
    case tanh
    case sigmoid
    /// scale * x + shift
    case affine(scale: Float, shift: Float)
    /// min(max(x, low), high), low < high.
    case clamp(low: Float, high: Float)
    /// |x|, of slope 0 at 0.
    case absolute
    /// x²
    case square
    /// 1 / sqrt(x + epsilon), x at least 0, epsilon > 0.
    case inverseRoot(epsilon: Float)

    /// What `gradient` wants to see again: the input of the activation (true) or its output (false).
    public var savesInput: Bool { self == .gelu || self == .absolute || self == .square }

    /// Whether a kernel may apply it to its output in passing (then the input is not kept).
    public var isFusible: Bool { !savesInput }

    /// Whether its slope has one value above 0 and another one below.
    public var isOfTwoSlopes: Bool { negativeSlope != nil }

    /// Applies in one cheap step: negative values are multiplied by this.
    var negativeSlope: Float? {
        switch self {
        case .identity: 1
        case .relu: 0
        case .leakyRelu(let slope): slope
        default: nil
        }
    }

    /// y = f(x). `y` may be `x`.
    ///
    /// Errors stay within 3 units in the last place of the exact value, or 1e-7 absolute for gelu.
    public func apply(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int, workers: Workers
    ) {
        let grain = negativeSlope == nil ? 8192 : 32768
        workers.run(tasks: (count + grain - 1) / grain) { task in
            let start = task * grain
            apply(x + start, into: y + start, count: min(grain, count - start))
        }
    }

    /// As above, on the calling thread.
    func apply(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
        switch self {
        case .identity: if x != UnsafePointer(y) { y.update(from: x, count: count) }
        case .relu: map(x, y, count) { $0.replacing(with: 0, where: $0 .< 0) }
        case .leakyRelu(let slope): map(x, y, count) { $0.replacing(with: $0 * slope, where: $0 .< 0) }
        case .elu(let alpha): map(x, y, count) { $0.replacing(with: expMinusOne($0) * alpha, where: $0 .< 0) }
        case .selu:
            map(x, y, count) { x in
                (x * seluScale).replacing(with: expMinusOne(x) * (seluScale * seluAlpha), where: x .< 0)
            }
        case .gelu: map(x, y, count) { $0 * normalDistribution($0) }
        case .softplus: map(x, y, count) { softplusFunction($0) }
        case .tanh: map(x, y, count) { hyperbolicTangent($0) }
        case .sigmoid: map(x, y, count) { logistic($0) }
        case .affine(let scale, let shift): map(x, y, count) { $0 * scale + shift }
        case .clamp(let low, let high):
            map(x, y, count) { $0.replacing(with: low, where: $0 .< low).replacing(with: high, where: $0 .> high) }
        case .absolute: map(x, y, count) { magnitude($0) }
        case .square: map(x, y, count) { $0 * $0 }
        case .inverseRoot(let epsilon): map(x, y, count) { 1 / ($0 + epsilon).squareRoot() }
        }
    }

    /// dx = dy * f'(x), where `saved` is the activation's output, or its input when `savesInput`. `dx` may be `dy`.
    public func gradient(
        _ dy: UnsafePointer<Float>, saved: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, count: Int,
        workers: Workers
    ) {
        let grain = 16384
        workers.run(tasks: (count + grain - 1) / grain) { task in
            let start = task * grain
            gradient(dy + start, saved: saved + start, into: dx + start, count: min(grain, count - start))
        }
    }

    /// As above, on the calling thread.
    func gradient(
        _ dy: UnsafePointer<Float>, saved: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, count: Int
    ) {
        switch self {
        case .identity: if dy != UnsafePointer(dx) { dx.update(from: dy, count: count) }
        case .relu: map(dy, saved, dx, count) { dy, y in dy.replacing(with: 0, where: y .<= 0) }
        case .leakyRelu(let slope):
            map(dy, saved, dx, count) { dy, y in dy.replacing(with: dy * slope, where: y .<= 0) }
        case .elu(let alpha):
            map(dy, saved, dx, count) { dy, y in dy.replacing(with: dy * (y + alpha), where: y .<= 0) }
        case .selu:
            map(dy, saved, dx, count) { dy, y in
                (dy * seluScale).replacing(with: dy * (y + seluScale * seluAlpha), where: y .<= 0)
            }
        case .gelu:
            map(dy, saved, dx, count) { dy, x in
                let density = (exponential(x * x * -0.5) * 0.398942280).replacing(with: 0, where: magnitude(x) .> 13)
                return dy * normalDistribution(x).addingProduct(x, density)
            }
        case .softplus: map(dy, saved, dx, count) { dy, y in dy * -expMinusOne(-y) }
        case .tanh: map(dy, saved, dx, count) { dy, y in dy.addingProduct(-(dy * y), y) }
        case .sigmoid: map(dy, saved, dx, count) { dy, y in dy * (y * (1 - y)) }
        case .affine(let scale, _): map(dy, saved, dx, count) { dy, _ in dy * scale }
        case .clamp(let low, let high):
            map(dy, saved, dx, count) { dy, y in dy.replacing(with: 0, where: (y .<= low) .| (y .>= high)) }
        case .absolute:
            map(dy, saved, dx, count) { dy, x in
                dy.replacing(with: -dy, where: x .< 0).replacing(with: 0, where: x .== 0)
            }
        case .square: map(dy, saved, dx, count) { dy, x in dy * (x + x) }
        case .inverseRoot: map(dy, saved, dx, count) { dy, y in dy * (y * y * y * -0.5) }
        }
    }

    /// sum += slope * f''(x) * ẋ, the part of a second-order gradient that comes from the function's own curvature.
    ///
    /// `saved` as in `gradient`. `tangent` is f'(x) * ẋ, the derivative of the output along a direction, so that
    /// f''(x) * ẋ = (f''/f')(x) * tangent can be told from the output; where `savesInput` it is ẋ itself.
    /// Functions of straight pieces add nothing.
    public func addCurvature(
        _ slope: UnsafePointer<Float>, tangent: UnsafePointer<Float>, saved: UnsafePointer<Float>,
        to sum: UnsafeMutablePointer<Float>, count: Int, workers: Workers
    ) {
        if negativeSlope != nil { return }
        let grain = 16384
        workers.run(tasks: (count + grain - 1) / grain) { task in
            let start = task * grain
            addCurvature(
                slope + start, tangent: tangent + start, saved: saved + start, to: sum + start,
                count: min(grain, count - start))
        }
    }

    private func addCurvature(
        _ slope: UnsafePointer<Float>, tangent: UnsafePointer<Float>, saved: UnsafePointer<Float>,
        to sum: UnsafeMutablePointer<Float>, count: Int
    ) {
        @inline(__always) func add(_ ratio: (Vector) -> Vector) {
            accumulateProduct(slope, tangent, saved, sum, count, ratio)
        }
        switch self {
        case .identity, .relu, .leakyRelu, .affine, .clamp, .absolute: return
        case .square: add { _ in Vector(repeating: 2) }
        case .inverseRoot: add { y in y * y * -1.5 }
        case .elu, .selu: add { y in Vector.zero.replacing(with: 1, where: y .<= 0) }
        case .gelu:
            add { x in
                (exponential(x * x * -0.5) * 0.398942280 * (2 - x * x)).replacing(with: 0, where: magnitude(x) .> 13)
            }
        case .softplus: add { y in 1 + expMinusOne(-y) }
        case .tanh: add { y in -2 * y }
        case .sigmoid: add { y in 1 - 2 * y }
        }
    }
}

private let seluScale: Float = 1.05070098735548
private let seluAlpha: Float = 1.67326324235437

/// Vector functions for other files, which pay a call for sixteen values. NaN in, NaN out.
enum VectorMath {
    typealias Vector = SIMD16<Float>

    /// 1 / (1 + exp(-x))
    static func sigmoid(_ x: Vector) -> Vector { logistic(x) }
    /// log(1 + exp(x))
    static func softplus(_ x: Vector) -> Vector { softplusFunction(x) }
    /// Natural logarithm of positive normal numbers.
    static func log(_ x: Vector) -> Vector { logarithm(x) }
}

private typealias Vector = SIMD16<Float>
private typealias Bits = SIMD16<Int32>

extension UnsafePointer<Float> {
    @inline(__always) fileprivate func vector(_ i: Int) -> Vector {
        UnsafeRawPointer(self + i).loadUnaligned(as: Vector.self)
    }
}

extension UnsafeMutablePointer<Float> {
    @inline(__always) fileprivate func store(_ i: Int, _ v: Vector) {
        UnsafeMutableRawPointer(self + i).storeBytes(of: v, as: Vector.self)
    }
}

@inline(__always) private func map(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, _ f: (Vector) -> Vector
) {
    let whole = count & ~15
    var i = 0
    while i < whole {
        y.store(i, f(x.vector(i)))
        i += 16
    }
    if i == count { return }
    var rest = Vector.zero
    for lane in 0..<count - whole { rest[lane] = x[whole + lane] }
    rest = f(rest)
    for lane in 0..<count - whole { y[whole + lane] = rest[lane] }
}

@inline(__always) private func map(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int,
    _ f: (Vector, Vector) -> Vector
) {
    let whole = count & ~15
    var i = 0
    while i < whole {
        y.store(i, f(a.vector(i), b.vector(i)))
        i += 16
    }
    if i == count { return }
    var (restA, restB) = (Vector.zero, Vector.zero)
    for lane in 0..<count - whole { (restA[lane], restB[lane]) = (a[whole + lane], b[whole + lane]) }
    let rest = f(restA, restB)
    for lane in 0..<count - whole { y[whole + lane] = rest[lane] }
}

/// sum += a * b * f(c)
@inline(__always) private func accumulateProduct(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafePointer<Float>,
    _ sum: UnsafeMutablePointer<Float>, _ count: Int, _ f: (Vector) -> Vector
) {
    let whole = count & ~15
    var i = 0
    while i < whole {
        sum.store(i, UnsafePointer(sum).vector(i).addingProduct(a.vector(i) * b.vector(i), f(c.vector(i))))
        i += 16
    }
    if i == count { return }
    var rest = Vector.zero
    for lane in 0..<count - whole { rest[lane] = c[whole + lane] }
    rest = f(rest)
    for lane in 0..<count - whole { sum[whole + lane] += a[whole + lane] * b[whole + lane] * rest[lane] }
}

// The polynomials are those of Moshier's Cephes library (single precision), evaluated with fused multiply-adds.

/// exp(x) = scale * (1 + fraction), |fraction| <= 0.42, for -87.3 <= x <= 88.3.
///
/// Adding 1.5 * 2^23 rounds x / ln 2 to an integer n and leaves n in the low bits, whence it moves to the exponent.
@inline(__always) private func exponentParts(_ x: Vector) -> (scale: Vector, fraction: Vector) {
    let shifted = Vector(repeating: 12_582_912).addingProduct(x, 1.44269504)
    let n = shifted - 12_582_912
    let r = x.addingProduct(n, -0.693359375).addingProduct(n, 2.12194440e-4)
    var p = Vector(repeating: 1.3981999507e-3).addingProduct(r, 1.9875691500e-4)
    p = Vector(repeating: 8.3334519073e-3).addingProduct(r, p)
    p = Vector(repeating: 4.1665795894e-2).addingProduct(r, p)
    p = Vector(repeating: 1.6666665459e-1).addingProduct(r, p)
    p = Vector(repeating: 5.0000001201e-1).addingProduct(r, p)
    let bits = unsafeBitCast(shifted, to: Bits.self) &<< Bits(repeating: 23)
    let scale = unsafeBitCast(bits &+ Bits(repeating: 0x3f80_0000), to: Vector.self)
    return (scale, r.addingProduct(r * r, p))
}

/// x within the range of `exponentParts`; NaN stays.
@inline(__always) private func clamped(_ x: Vector) -> Vector {
    x.replacing(with: -87.3, where: x .< -87.3).replacing(with: 88.3, where: x .> 88.3)
}

/// exp(x), saturating at exp(-87.3) and exp(88.3).
@inline(__always) private func exponential(_ x: Vector) -> Vector {
    let (scale, fraction) = exponentParts(clamped(x))
    return scale.addingProduct(scale, fraction)
}

/// exp(x) - 1 without cancellation near 0.
@inline(__always) private func expMinusOne(_ x: Vector) -> Vector {
    let (scale, fraction) = exponentParts(clamped(x))
    return (scale - 1).addingProduct(scale, fraction)
}

@inline(__always) private func magnitude(_ x: Vector) -> Vector {
    unsafeBitCast(unsafeBitCast(x, to: Bits.self) & Bits(repeating: 0x7fff_ffff), to: Vector.self)
}

/// The magnitude of `x` with the sign of `sign`.
@inline(__always) private func signed(_ x: Vector, like sign: Vector) -> Vector {
    let bit = unsafeBitCast(sign, to: Bits.self) & Bits(repeating: Int32.min)
    return unsafeBitCast(unsafeBitCast(x, to: Bits.self) | bit, to: Vector.self)
}

@inline(__always) private func logistic(_ x: Vector) -> Vector {
    let e = exponential(-magnitude(x))
    let positive = 1 / (1 + e)
    return positive.replacing(with: e * positive, where: x .< 0)
}

@inline(__always) private func hyperbolicTangent(_ x: Vector) -> Vector {
    let a = magnitude(x)
    let z = x * x
    var p = Vector(repeating: 2.06390887954e-2).addingProduct(z, -5.70498872745e-3)
    p = Vector(repeating: -5.37397155531e-2).addingProduct(z, p)
    p = Vector(repeating: 1.33314422036e-1).addingProduct(z, p)
    p = Vector(repeating: -3.33332819422e-1).addingProduct(z, p)
    let near = x.addingProduct(z * x, p)
    // From 9.1 on the result rounds to 1; the clamp keeps exp small there.
    let far = 1 - 2 / (exponential(2 * a) + 1)
    return near.replacing(with: signed(far, like: x), where: a .> 0.625)
}

/// log(x), x positive and normal.
@inline(__always) private func logarithm(_ x: Vector) -> Vector {
    let bits = unsafeBitCast(x, to: Bits.self)
    // The exponent that brings the mantissa into [sqrt(1/2), sqrt(2)).
    let e = (bits &- Bits(repeating: 0x3f35_04f3)) &>> Bits(repeating: 23)
    let m = unsafeBitCast(bits &- (e &<< Bits(repeating: 23)), to: Vector.self) - 1
    let shifted = unsafeBitCast(e &+ Bits(repeating: 0x4b40_0000), to: Vector.self)
    let n = shifted - 12_582_912
    let z = m * m
    var p = Vector(repeating: -1.1514610310e-1).addingProduct(m, 7.0376836292e-2)
    p = Vector(repeating: 1.1676998740e-1).addingProduct(m, p)
    p = Vector(repeating: -1.2420140846e-1).addingProduct(m, p)
    p = Vector(repeating: 1.4249322787e-1).addingProduct(m, p)
    p = Vector(repeating: -1.6668057665e-1).addingProduct(m, p)
    p = Vector(repeating: 2.0000714765e-1).addingProduct(m, p)
    p = Vector(repeating: -2.4999993993e-1).addingProduct(m, p)
    p = Vector(repeating: 3.3333331174e-1).addingProduct(m, p)
    let tail = (p * m * z).addingProduct(n, -2.12194440e-4).addingProduct(z, -0.5)
    return (m + tail).addingProduct(n, 0.693359375)
}

/// log(1 + x) for 0 <= x <= 1: the logarithm of the rounded sum, corrected by what the rounding lost.
@inline(__always) private func logOnePlus(_ x: Vector) -> Vector {
    let sum = 1 + x
    return logarithm(sum) + (x - (sum - 1)) / sum
}

@inline(__always) private func softplusFunction(_ x: Vector) -> Vector {
    let positive = x.replacing(with: 0, where: x .< 0)
    return positive + logOnePlus(exponential(-magnitude(x)))
}

/// Phi(x), by the error function of N. Juffa (two ranges of |x| / sqrt 2, below and above 0.928).
@inline(__always) private func normalDistribution(_ x: Vector) -> Vector {
    let a = x * 0.707106781
    let t = magnitude(a)
    let s = a * a
    var near = Vector(repeating: 4.99119423e-3).addingProduct(s, -5.96761703e-4)
    near = Vector(repeating: -2.67681349e-2).addingProduct(near, s)
    near = Vector(repeating: 1.12819925e-1).addingProduct(near, s)
    near = Vector(repeating: -3.76125336e-1).addingProduct(near, s)
    near = Vector(repeating: 1.28379166e-1).addingProduct(near, s)
    near = a.addingProduct(near, a)
    // Beyond 9 / sqrt 2 the polynomial of the exponent loses its meaning and the complement is below 1e-18: taken for
    // 0, so that x * Phi(x) is too however far out x lies.
    let u = t.replacing(with: 6.3, where: t .> 6.3)
    let square = u * u
    var p = Vector(repeating: 3.83197126e-4).addingProduct(u, -1.72853470e-5)
    let q = Vector(repeating: 2.42546219e-2).addingProduct(u, -3.88396438e-3)
    p = q.addingProduct(p, square)
    p = Vector(repeating: -1.06777877e-1).addingProduct(p, u)
    p = Vector(repeating: -6.34846687e-1).addingProduct(p, u)
    p = Vector(repeating: -1.28717512e-1).addingProduct(p, u)
    p = (-u).addingProduct(p, u)
    let complement = (0.5 * exponential(p)).replacing(with: 0, where: t .> 6.3)
    let far = complement.replacing(with: 1 - complement, where: x .> 0)
    return (0.5 * near + 0.5).replacing(with: far, where: t .> 0.927734375)
}
