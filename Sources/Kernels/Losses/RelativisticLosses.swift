import Foundation

/// Losses that compare the outputs on two batches of one size. Each returns the mean and writes the mean's gradients by
/// the outputs of the batch that is to come out higher and, where wanted, of the other one.
public enum RelativisticLosses {
    /// What a difference d costs where it should be large.
    public enum Cost: String, CaseIterable, Sendable {
        /// softplus(-d)
        case logistic
        /// max(0, 1 - d)
        case hinge
        /// (1 - d)²
        case leastSquares = "least_squares"

        /// The cost at equilibrium, where d is 0.
        public var atZero: Double { self == .logistic ? log(2) : 1 }

        fileprivate func value(_ d: Double) -> Double {
            switch self {
            case .logistic: softplus(-d)
            case .hinge: max(0, 1 - d)
            case .leastSquares: (1 - d) * (1 - d)
            }
        }

        /// Minus the derivative.
        fileprivate func fall(_ d: Double) -> Double {
            switch self {
            case .logistic: sigmoid(-d)
            case .hinge: d < 1 ? 1 : 0
            case .leastSquares: 2 * (1 - d)
            }
        }
    }

    /// mean of cost(high - low), pair by pair. Jolicoeur-Martineau 2018, section 3.1.
    public static func pairs(
        _ high: UnsafePointer<Float>, _ low: UnsafePointer<Float>, cost: Cost = .logistic, count: Int,
        highGradient: UnsafeMutablePointer<Float>, lowGradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        var sum = 0.0
        for i in 0..<count {
            let difference = Double(high[i]) - Double(low[i])
            sum += cost.value(difference)
            let slope = cost.fall(difference) / Double(count)
            highGradient[i] = Float(-slope)
            lowGradient?[i] = Float(slope)
        }
        return sum / Double(count)
    }

    /// mean of cost(high - mean low) plus mean of cost(mean high - low). Jolicoeur-Martineau 2018, section 3.2.
    public static func averages(
        _ high: UnsafePointer<Float>, _ low: UnsafePointer<Float>, cost: Cost = .logistic, count: Int,
        highGradient: UnsafeMutablePointer<Float>, lowGradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        let n = Double(count)
        var (highMean, lowMean) = (0.0, 0.0)
        for i in 0..<count {
            highMean += Double(high[i]) / n
            lowMean += Double(low[i]) / n
        }
        var (sum, highSlope, lowSlope) = (0.0, 0.0, 0.0)
        for i in 0..<count {
            let (a, b) = (Double(high[i]) - lowMean, Double(low[i]) - highMean)
            sum += cost.value(a) + cost.value(-b)
            highSlope += cost.fall(a) / n
            lowSlope += cost.fall(-b) / n
        }
        // Every output is also part of the mean that the other side is compared with.
        for i in 0..<count {
            highGradient[i] = Float(-(cost.fall(Double(high[i]) - lowMean) + lowSlope) / n)
            lowGradient?[i] = Float((cost.fall(-(Double(low[i]) - highMean)) + highSlope) / n)
        }
        return sum / n
    }
}

private func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
private func sigmoid(_ x: Double) -> Double { x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)) }
