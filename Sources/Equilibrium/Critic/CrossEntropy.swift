import Foundation

/// -ln(probability of the right answer) over outputs of one kind, in nats.
struct CrossEntropy {
    let mean: Double
    /// Of the mean.
    let squaredError: Double

    init(_ outputs: [Float], isReal: Bool) {
        let count = Double(outputs.count)
        var (sum, squares) = (0.0, 0.0)
        for output in outputs {
            // softplus(-x) = -ln sigmoid(x), without overflow.
            let x = isReal ? -Double(output) : Double(output)
            let value = max(x, 0) + log1p(exp(-abs(x)))
            sum += value
            squares += value * value
        }
        mean = sum / count
        squaredError = count > 1 ? max(0, squares / count - mean * mean) / (count - 1) : 0
    }
}
