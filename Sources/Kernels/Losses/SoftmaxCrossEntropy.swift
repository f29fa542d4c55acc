#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Probabilities of several classes from as many logits.
public enum Softmax {
    /// Cross-entropy: sum over rows of log(sum_c exp(x_c)) - x_label; gradient `scale` * (softmax(x) - [c = label]).
    /// Bishop 2006, eq. 4.108 and 4.109. Rows are summed in order, in double precision.
    ///
    /// - Parameters:
    ///   - logits: [rows, classes]
    ///   - labels: [rows], each below `classes`
    ///   - gradient: [rows, classes]
    public static func crossEntropy(
        _ logits: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, rows: Int, classes: Int, scale: Float,
        gradient: UnsafeMutablePointer<Float>
    ) -> Double {
        var total = 0.0
        for row in 0..<rows {
            let (x, slope) = (logits + row * classes, gradient + row * classes)
            let label = Int(labels[row])
            let (most, sum) = exponentials(x, classes, into: slope)
            total += Double(most) + log(sum) - Double(x[label])
            let factor = scale / Float(sum)
            for c in 0..<classes { slope[c] *= factor }
            slope[label] -= scale
        }
        return total
    }

    /// For each row the most probable class, the first among equals, and its probability.
    ///
    /// - Parameters:
    ///   - logits: [rows, classes]
    ///   - winners: [rows]
    ///   - confidences: [rows]
    public static func winners(
        _ logits: UnsafePointer<Float>, rows: Int, classes: Int, into winners: UnsafeMutablePointer<UInt8>,
        confidences: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<rows {
            let x = logits + row * classes
            var (most, winner) = (x[0], 0)
            for c in 1..<max(1, classes) where x[c] > most { (most, winner) = (x[c], c) }
            var sum = 0.0
            for c in 0..<classes { sum += exp(Double(x[c] - most)) }
            winners[row] = UInt8(truncatingIfNeeded: winner)
            confidences[row] = Float(1 / sum)
        }
    }

    /// y = exp(x - max(x)); the maximum and the sum of y.
    private static func exponentials(
        _ x: UnsafePointer<Float>, _ count: Int, into y: UnsafeMutablePointer<Float>
    ) -> (most: Float, sum: Double) {
        var most = x[0]
        for c in 1..<max(1, count) where x[c] > most { most = x[c] }
        var sum = 0.0
        for c in 0..<count {
            y[c] = expf(x[c] - most)
            sum += Double(y[c])
        }
        return (most, sum)
    }
}
