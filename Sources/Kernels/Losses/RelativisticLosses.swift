import Foundation

/// Losses that compare the outputs on two batches of one size. Each returns the mean and writes the mean's gradients by
/// the outputs of the batch that is to come out higher and, where wanted, of the other one.
public enum RelativisticLosses {
    /// mean of softplus(-(high - low)), pair by pair. Jolicoeur-Martineau 2018, section 3.1.
    public static func pairs(
        _ high: UnsafePointer<Float>, _ low: UnsafePointer<Float>, count: Int,
        highGradient: UnsafeMutablePointer<Float>, lowGradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        var sum = 0.0
        for i in 0..<count {
            let difference = Double(high[i]) - Double(low[i])
            sum += softplus(-difference)
            let slope = sigmoid(-difference) / Double(count)
            highGradient[i] = Float(-slope)
            lowGradient?[i] = Float(slope)
        }
        return sum / Double(count)
    }

    /// mean of softplus(-(high - mean low)) plus mean of softplus(low - mean high). Jolicoeur-Martineau 2018, section
    /// 3.2.
    public static func averages(
        _ high: UnsafePointer<Float>, _ low: UnsafePointer<Float>, count: Int,
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
            sum += softplus(-a) + softplus(b)
            highSlope += sigmoid(-a) / n
            lowSlope += sigmoid(b) / n
        }
        // Every output is also part of the mean that the other side is compared with.
        for i in 0..<count {
            highGradient[i] = Float(-(sigmoid(-(Double(high[i]) - lowMean)) + lowSlope) / n)
            lowGradient?[i] = Float((sigmoid(Double(low[i]) - highMean) + highSlope) / n)
        }
        return sum / n
    }

    private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
    private static func sigmoid(_ x: Double) -> Double {
        x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
    }
}
