import Foundation

/// The two terms of the games of f-GAN, as functions of D's plain output v. Nowozin, Cseke & Tomioka 2016, tables 2 and
/// 6: T = g(v), f* the conjugate of f.
public enum DivergenceLosses {
    public enum Divergence: String, CaseIterable, Sendable {
        case kl, pearson
        case reverseKL = "reverse_kl"
        case squaredHellinger = "squared_hellinger"
        case jensenShannon = "jensen_shannon"
        case totalVariation = "total_variation"
    }

    public enum Part: Sendable {
        /// -g(v)
        case real
        /// f*(g(v))
        case fake
    }

    /// The mean of `sign` times the term, and its gradient by every output. Double precision, in order.
    public static func mean(
        _ divergence: Divergence, _ part: Part, _ outputs: UnsafePointer<Float>, sign: Double, count: Int,
        gradient: UnsafeMutablePointer<Float>
    ) -> Double {
        var sum = 0.0
        for i in 0..<count {
            let (value, slope) = term(divergence, part, Double(outputs[i]))
            sum += sign * value
            gradient[i] = Float(sign * slope / Double(count))
        }
        return sum / Double(count)
    }

    private static func term(_ divergence: Divergence, _ part: Part, _ v: Double) -> (value: Double, slope: Double) {
        switch (divergence, part) {
        case (.kl, .real), (.pearson, .real): return (-v, -1)
        case (.kl, .fake):
            let power = exp(v - 1)
            return (power, power)
        case (.pearson, .fake): return (v * v / 4 + v, v / 2 + 1)
        case (.reverseKL, .real): return (exp(-v), -exp(-v))
        case (.reverseKL, .fake): return (v - 1, 1)
        case (.squaredHellinger, .real): return (expm1(-v), -exp(-v))
        case (.squaredHellinger, .fake): return (expm1(v), exp(v))
        case (.jensenShannon, .real): return (softplus(-v) - log(2), -sigmoid(-v))
        case (.jensenShannon, .fake): return (softplus(v) - log(2), sigmoid(v))
        case (.totalVariation, .real): return (-tanh(v) / 2, -(1 - tanh(v) * tanh(v)) / 2)
        case (.totalVariation, .fake): return (tanh(v) / 2, (1 - tanh(v) * tanh(v)) / 2)
        }
    }

    /// The second derivative of a term by v.
    public static func curvature(_ divergence: Divergence, _ part: Part, _ v: Double) -> Double {
        switch (divergence, part) {
        case (.kl, .real), (.pearson, .real), (.reverseKL, .fake): 0
        case (.kl, .fake): exp(v - 1)
        case (.pearson, .fake): 0.5
        case (.reverseKL, .real), (.squaredHellinger, .real): exp(-v)
        case (.squaredHellinger, .fake): exp(v)
        case (.jensenShannon, _): sigmoid(v) * sigmoid(-v)
        case (.totalVariation, .real): tanh(v) * (1 - tanh(v) * tanh(v))
        case (.totalVariation, .fake): -tanh(v) * (1 - tanh(v) * tanh(v))
        }
    }

    private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
    private static func sigmoid(_ x: Double) -> Double { x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)) }
}
