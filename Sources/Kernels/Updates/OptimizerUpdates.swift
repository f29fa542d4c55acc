import CMachine

/// Optimizer updates: one pass over flat arrays of parameters p, gradients g and state.
///
/// `gradientScale` multiplies g first (for clipping by norm, or for means). Zero parameters with zero gradients stay
/// zero under every update, which is what keeps the padding of weight panels zero.
public enum OptimizerUpdates {
    private typealias Vector = SIMD16<Float>
    private static let grain = 4096

    /// Stochastic gradient descent as PyTorch defines it: g += weightDecay * p; v = momentum * v + g;
    /// p -= rate * (nesterov ? g + momentum * v : v). `velocity` may be nil without momentum; it starts at zero.
    public static func sgd(
        _ p: UnsafeMutablePointer<Float>, gradients g: UnsafePointer<Float>, velocity: UnsafeMutablePointer<Float>?,
        count: Int, rate: Double, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0,
        gradientScale: Float = 1, workers: Workers
    ) {
        let (rate, momentum, weightDecay) = (Float(rate), Float(momentum), Float(weightDecay))
        guard let velocity, momentum != 0 else {
            update(count, workers) { i in
                let value = load(p, i)
                let slope = (load(g, i) * gradientScale).addingProduct(value, Vector(repeating: weightDecay))
                store(p, i, value.addingProduct(slope, Vector(repeating: -rate)))
            } rest: { i in
                p[i] -= rate * (g[i] * gradientScale + weightDecay * p[i])
            }
            return
        }
        update(count, workers) { i in
            let value = load(p, i)
            let slope = (load(g, i) * gradientScale).addingProduct(value, Vector(repeating: weightDecay))
            let v = slope.addingProduct(load(velocity, i), Vector(repeating: momentum))
            store(velocity, i, v)
            let step = nesterov ? slope.addingProduct(v, Vector(repeating: momentum)) : v
            store(p, i, value.addingProduct(step, Vector(repeating: -rate)))
        } rest: { i in
            let slope = g[i] * gradientScale + weightDecay * p[i]
            velocity[i] = slope + momentum * velocity[i]
            p[i] -= rate * (nesterov ? slope + momentum * velocity[i] : velocity[i])
        }
    }

    /// RMSprop (Tieleman & Hinton 2012): s = smoothing * s + (1 - smoothing) * g^2; p -= rate * g / (sqrt(s) +
    /// epsilon).
    public static func rmsprop(
        _ p: UnsafeMutablePointer<Float>, gradients g: UnsafePointer<Float>, squares: UnsafeMutablePointer<Float>,
        count: Int, rate: Double, smoothing: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0,
        gradientScale: Float = 1, workers: Workers
    ) {
        let (rate, epsilon, weightDecay) = (Float(rate), Float(epsilon), Float(weightDecay))
        let (keep, take) = (Float(smoothing), Float(1 - smoothing))
        update(count, workers) { i in
            let value = load(p, i)
            let slope = (load(g, i) * gradientScale).addingProduct(value, Vector(repeating: weightDecay))
            let s = (load(squares, i) * keep).addingProduct(slope * take, slope)
            store(squares, i, s)
            store(p, i, value - slope * rate / (saddle_square_root(s) + epsilon))
        } rest: { i in
            let slope = g[i] * gradientScale + weightDecay * p[i]
            squares[i] = squares[i] * keep + slope * take * slope
            p[i] -= slope * rate / (squares[i].squareRoot() + epsilon)
        }
    }

    /// Adam (Kingma & Ba 2015, algorithm 1), or AdamW (Loshchilov & Hutter 2019, algorithm 2) when `decoupled`.
    ///
    /// `step` counts from 1. Weight decay is added to g, or, decoupled, p is first multiplied by 1 - rate *
    /// weightDecay.
    public static func adam(
        _ p: UnsafeMutablePointer<Float>, gradients g: UnsafePointer<Float>, first: UnsafeMutablePointer<Float>,
        second: UnsafeMutablePointer<Float>, count: Int, step: Int, rate: Double, beta1: Double, beta2: Double,
        epsilon: Double = 1e-8, weightDecay: Double = 0, decoupled: Bool = false, gradientScale: Float = 1,
        workers: Workers
    ) {
        let means = AdamMeans(first, second, step, beta1, beta2, epsilon)
        let stepSize = Float(rate / means.correction)
        let decay = Float(decoupled ? 0 : weightDecay)
        let shrink = Float(decoupled ? 1 - rate * weightDecay : 1)
        update(count, workers) { i in
            let value = load(p, i)
            let slope = (load(g, i) * gradientScale).addingProduct(value, Vector(repeating: decay))
            let (m, denominator) = means.follow(slope, i)
            store(p, i, value * shrink - m * stepSize / denominator)
        } rest: { i in
            let (m, denominator) = means.follow(g[i] * gradientScale + p[i] * decay, i)
            p[i] = p[i] * shrink - m * stepSize / denominator
        }
    }

    /// Optimistic Adam (Daskalakis et al. 2018, algorithm 1): with d = m' / (sqrt(v') + epsilon), Adam's step,
    /// p -= rate * (2 d - d of the update before). `previous` holds that and starts at zero. The rest is as in `adam`.
    public static func optimisticAdam(
        _ p: UnsafeMutablePointer<Float>, gradients g: UnsafePointer<Float>, first: UnsafeMutablePointer<Float>,
        second: UnsafeMutablePointer<Float>, previous: UnsafeMutablePointer<Float>, count: Int, step: Int, rate: Double,
        beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, gradientScale: Float, workers: Workers
    ) {
        let means = AdamMeans(first, second, step, beta1, beta2, epsilon)
        let correction = Float(1 / means.correction)
        let (rate, decay) = (Float(rate), Float(weightDecay))
        update(count, workers) { i in
            let value = load(p, i)
            let slope = (load(g, i) * gradientScale).addingProduct(value, Vector(repeating: decay))
            let (m, denominator) = means.follow(slope, i)
            let direction = m * correction / denominator
            store(p, i, value - (direction * 2 - load(previous, i)) * rate)
            store(previous, i, direction)
        } rest: { i in
            let (m, denominator) = means.follow(g[i] * gradientScale + p[i] * decay, i)
            let direction = m * correction / denominator
            p[i] -= (2 * direction - previous[i]) * rate
            previous[i] = direction
        }
    }

    /// Adam's running means of gradients and of their squares.
    private struct AdamMeans {
        private let first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>
        private let keep1: Float, take1: Float, keep2: Float, take2: Float, rootScale: Float, epsilon: Float
        /// 1 - beta1^step, by which the mean of gradients is to be divided.
        let correction: Double

        init(
            _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ step: Int, _ beta1: Double,
            _ beta2: Double, _ epsilon: Double
        ) {
            (self.first, self.second, self.epsilon) = (first, second, Float(epsilon))
            (keep1, take1, keep2, take2) = (Float(beta1), Float(1 - beta1), Float(beta2), Float(1 - beta2))
            correction = 1 - power(beta1, step)
            rootScale = Float(1 / (1 - power(beta2, step)).squareRoot())
        }

        /// Takes a gradient in.
        /// - Returns: its mean, not corrected yet, and the corrected root of the squares' mean plus epsilon.
        @inline(__always) func follow(_ slope: Vector, _ i: Int) -> (mean: Vector, denominator: Vector) {
            let m = (load(first, i) * keep1).addingProduct(slope, Vector(repeating: take1))
            let v = (load(second, i) * keep2).addingProduct(slope * take2, slope)
            store(first, i, m)
            store(second, i, v)
            let denominator = Vector(repeating: epsilon).addingProduct(
                saddle_square_root(v), Vector(repeating: rootScale))
            return (m, denominator)
        }

        /// Takes the gradient of a single parameter in, as the other `follow` does those of sixteen.
        @inline(__always) func follow(_ slope: Float, _ i: Int) -> (mean: Float, denominator: Float) {
            first[i] = first[i] * keep1 + slope * take1
            second[i] = second[i] * keep2 + slope * take2 * slope
            return (first[i], epsilon + second[i].squareRoot() * rootScale)
        }
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, factor, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= factor }
            factor *= factor
            rest >>= 1
        }
        return result
    }

    @inline(__always) private static func load(_ x: UnsafePointer<Float>, _ i: Int) -> Vector {
        UnsafeRawPointer(x + i).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private static func store(_ x: UnsafeMutablePointer<Float>, _ i: Int, _ v: Vector) {
        UnsafeMutableRawPointer(x + i).storeBytes(of: v, as: Vector.self)
    }

    @inline(__always) private static func update(
        _ count: Int, _ workers: Workers, _ sixteen: (Int) -> Void, rest: (Int) -> Void
    ) {
        workers.run(tasks: (count + grain - 1) / grain, flops: 60 * count) { task in
            let end = min(count, (task + 1) * grain)
            var i = task * grain
            while i + 16 <= end {
                sixteen(i)
                i += 16
            }
            while i < end {
                rest(i)
                i += 1
            }
        }
    }
}
