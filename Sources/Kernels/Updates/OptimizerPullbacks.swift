import Foundation

/// The updates of `OptimizerUpdates` differentiated: of a function of what an update leaves, parameters p and state,
/// the derivatives by what it started from and by its gradients g. The derivatives by p and by the state are given by
/// what the update left, and replaced by those by what it found. All elements stand for themselves; in double
/// precision.
///
/// Where a running mean of squares is 0, so is the gradient, and its root's derivative is taken for 0.
public enum OptimizerPullbacks {
    private static let grain = 4096

    /// - Parameters:
    ///   - byVelocity: derivatives by the velocity; nil without momentum.
    ///   - byGradients: written, here and below: derivatives by g.
    public static func sgd(
        byParameters: UnsafeMutablePointer<Float>, byVelocity: UnsafeMutablePointer<Float>?,
        byGradients: UnsafeMutablePointer<Float>, count: Int, rate: Double, momentum: Double, nesterov: Bool,
        weightDecay: Double, workers: Workers
    ) {
        each(count, workers) { i in
            let byStep = -rate * Double(byParameters[i])
            var bySlope = byStep
            if let byVelocity {
                let by = Double(byVelocity[i]) + byStep * (nesterov ? momentum : 1)
                bySlope = (nesterov ? byStep : 0) + by
                byVelocity[i] = Float(momentum * by)
            }
            byParameters[i] = Float(Double(byParameters[i]) + weightDecay * bySlope)
            byGradients[i] = Float(bySlope)
        }
    }

    /// - Parameters:
    ///   - p: as the update found it.
    ///   - squares: as the update left them.
    ///   - bySquares: derivatives by these.
    public static func rmsprop(
        _ p: UnsafePointer<Float>, gradients g: UnsafePointer<Float>, squares: UnsafePointer<Float>,
        byParameters: UnsafeMutablePointer<Float>, bySquares: UnsafeMutablePointer<Float>,
        byGradients: UnsafeMutablePointer<Float>, count: Int, rate: Double, smoothing: Double, epsilon: Double,
        weightDecay: Double, workers: Workers
    ) {
        each(count, workers) { i in
            let slope = Double(g[i]) + weightDecay * Double(p[i])
            let root = Double(squares[i]).squareRoot()
            let (by, denominator) = (Double(byParameters[i]), root + epsilon)
            let byDenominator = by * slope * rate / (denominator * denominator)
            let bySquare = Double(bySquares[i]) + (root > 0 ? byDenominator / (2 * root) : 0)
            let bySlope = -by * rate / denominator + bySquare * 2 * (1 - smoothing) * slope
            bySquares[i] = Float(smoothing * bySquare)
            byParameters[i] = Float(by + weightDecay * bySlope)
            byGradients[i] = Float(bySlope)
        }
    }

    /// - Parameters:
    ///   - p: as the update found it.
    ///   - first, second: as the update left them.
    ///   - byFirst, bySecond: derivatives by these.
    public static func adam(
        _ p: UnsafePointer<Float>, gradients g: UnsafePointer<Float>, first: UnsafePointer<Float>,
        second: UnsafePointer<Float>, byParameters: UnsafeMutablePointer<Float>, byFirst: UnsafeMutablePointer<Float>,
        bySecond: UnsafeMutablePointer<Float>, byGradients: UnsafeMutablePointer<Float>, count: Int, step: Int,
        rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, decoupled: Bool,
        workers: Workers
    ) {
        let stepSize = rate / (1 - pow(beta1, Double(step)))
        let rootScale = 1 / (1 - pow(beta2, Double(step))).squareRoot()
        let (decay, shrink) = decoupled ? (0, 1 - rate * weightDecay) : (weightDecay, 1)
        each(count, workers) { i in
            let slope = Double(g[i]) + decay * Double(p[i])
            let (mean, root) = (Double(first[i]), Double(second[i]).squareRoot())
            let (by, denominator) = (Double(byParameters[i]), epsilon + root * rootScale)
            let byMean = Double(byFirst[i]) - by * stepSize / denominator
            let byDenominator = by * mean * stepSize / (denominator * denominator)
            let bySquare = Double(bySecond[i]) + (root > 0 ? byDenominator * rootScale / (2 * root) : 0)
            let bySlope = byMean * (1 - beta1) + bySquare * 2 * (1 - beta2) * slope
            byFirst[i] = Float(beta1 * byMean)
            bySecond[i] = Float(beta2 * bySquare)
            byParameters[i] = Float(shrink * by + decay * bySlope)
            byGradients[i] = Float(bySlope)
        }
    }

    @inline(__always) private static func each(_ count: Int, _ workers: Workers, _ body: (Int) -> Void) {
        workers.run(tasks: (count + grain - 1) / grain, flops: 100 * count) { task in
            for i in task * grain..<min(count, (task + 1) * grain) { body(i) }
        }
    }
}
