import Foundation
import Kernels
import Testing

@Suite struct NormalizationTests {
    /// Batch norm in double precision: output, and the value of sum(dy * y) for gradients by differences.
    private static func reference(
        _ x: [Double], _ rows: Int, _ channels: Int, _ gamma: [Double], _ beta: [Double], slope: Double
    ) -> [Double] {
        var y = x
        for c in 0..<channels {
            let column = (0..<rows).map { x[$0 * channels + c] }
            let mean = column.reduce(0, +) / Double(rows)
            let variance = column.reduce(0) { $0 + pow($1 - mean, 2) } / Double(rows)
            for row in 0..<rows {
                let z = gamma[c] * (column[row] - mean) / sqrt(variance + 1e-5) + beta[c]
                y[row * channels + c] = z > 0 ? z : slope * z
            }
        }
        return y
    }

    @Test(arguments: [(7, 1), (64, 3), (5, 16), (33, 17), (300, 40), (2000, 5), (90, 83), (40, 128)], [Float(1), 0.2])
    func batchNorm(size: (Int, Int), slope: Float) {
        let (rows, channels) = size
        let n = rows * channels
        let x = Numbers.make(n, seed: 1).map { 3 * $0 + 50 }
        let dy = Numbers.make(n, seed: 2)
        let gamma = Numbers.make(channels, seed: 3).map { $0 + 1.5 }
        let beta = Numbers.make(channels, seed: 4)
        let (workers, workspace) = (Workers(threads: 2), Workspace())
        let plan = BatchNormPlan(channels: channels, workers: workers, workspace: workspace)
        var y = [Float](repeating: 0, count: n)
        var (mean, inverse) = ([Float](repeating: 0, count: channels), [Float](repeating: 0, count: channels))
        var (runningMean, runningVariance) = (mean, [Float](repeating: 1, count: channels))
        let f = Activation.leakyRelu(slope: slope)
        plan.forwardTraining(
            x, rows: rows, gamma: gamma, beta: beta, epsilon: 1e-5, momentum: 0.1, runningMean: &runningMean,
            runningVariance: &runningVariance, savedMean: &mean, savedInverse: &inverse, activation: f, into: &y)
        let exact = x.map(Double.init)
        let (g, b) = (gamma.map(Double.init), beta.map(Double.init))
        let expected = Self.reference(exact, rows, channels, g, b, slope: Double(slope))
        #expect(Numbers.difference(y, expected) < 2e-5)
        for c in 0..<channels {
            let column = (0..<rows).map { exact[$0 * channels + c] }
            let mean = column.reduce(0, +) / Double(rows)
            let unbiased = column.reduce(0) { $0 + pow($1 - mean, 2) } / Double(rows - 1)
            #expect(abs(Double(runningMean[c]) - 0.1 * mean) < 1e-5)
            #expect(abs(Double(runningVariance[c]) - 0.9 - 0.1 * unbiased) < 1e-5)
        }

        var dx = [Float](repeating: 0, count: n)
        var (dGamma, dBeta) = ([Float](repeating: 1, count: channels), [Float](repeating: 1, count: channels))
        plan.backward(
            dy, x: x, y: y, rows: rows, gamma: gamma, beta: beta, savedMean: mean, savedInverse: inverse, activation: f,
            into: &dx, gammaGradient: &dGamma, betaGradient: &dBeta, accumulate: true)
        func objective(_ x: [Double], _ g: [Double], _ b: [Double]) -> Double {
            zip(Self.reference(x, rows, channels, g, b, slope: Double(slope)), dy).reduce(0) {
                $0 + $1.0 * Double($1.1)
            }
        }
        for i in stride(from: 0, to: n, by: max(1, n / 12)) {
            var (up, down) = (exact, exact)
            up[i] += 1e-5
            down[i] -= 1e-5
            let slope = (objective(up, g, b) - objective(down, g, b)) / 2e-5
            #expect(abs(Double(dx[i]) - slope) < 2e-4)
        }
        for c in 0..<min(4, channels) {
            var (up, down) = (g, g)
            up[c] += 1e-5
            down[c] -= 1e-5
            let slope = (objective(exact, up, b) - objective(exact, down, b)) / 2e-5
            #expect(abs(Double(dGamma[c]) - 1 - slope) < 2e-3)
            (up, down) = (b, b)
            up[c] += 1e-5
            down[c] -= 1e-5
            let shift = (objective(exact, g, up) - objective(exact, g, down)) / 2e-5
            #expect(abs(Double(dBeta[c]) - 1 - shift) < 2e-3)
        }

        var inference = [Float](repeating: 0, count: n)
        plan.forwardInference(
            x, rows: rows, gamma: gamma, beta: beta, epsilon: 1e-5, runningMean: runningMean,
            runningVariance: runningVariance, activation: .tanh, into: &inference)
        let inferred = exact.indices.map { i in
            let c = i % channels
            let z = (exact[i] - Double(runningMean[c])) / sqrt(Double(runningVariance[c]) + 1e-5)
            return tanh(z * g[c] + b[c])
        }
        #expect(Numbers.difference(inference, inferred) < 2e-5)
    }

    @Test(arguments: [(3, 7), (64, 33), (13, 40), (5, 1000)]) func layerNorm(rows: Int, features: Int) {
        let n = rows * features
        let x = Numbers.make(n, seed: 1)
        let dy = Numbers.make(n, seed: 2)
        let (gamma, beta) = (Numbers.make(features, seed: 3), Numbers.make(features, seed: 4))
        let plan = LayerNormPlan(features: features, workers: Workers(threads: 2), workspace: Workspace())
        func reference(_ x: [Double]) -> [Double] {
            (0..<rows).flatMap { row in
                let values = x[row * features..<(row + 1) * features]
                let mean = values.reduce(0, +) / Double(features)
                let variance = values.reduce(0) { $0 + pow($1 - mean, 2) } / Double(features)
                return values.enumerated().map { feature, value -> Double in
                    Double(gamma[feature]) * (value - mean) / sqrt(variance + 1e-5) + Double(beta[feature])
                }
            }
        }
        var (y, dx) = ([Float](repeating: 0, count: n), [Float](repeating: 0, count: n))
        var (mean, inverse) = ([Float](repeating: 0, count: rows), [Float](repeating: 0, count: rows))
        var (dGamma, dBeta) = ([Float](repeating: 0, count: features), [Float](repeating: 0, count: features))
        plan.forward(
            x, rows: rows, gamma: gamma, beta: beta, epsilon: 1e-5, savedMean: &mean, savedInverse: &inverse, into: &y)
        plan.backward(
            dy, x: x, rows: rows, gamma: gamma, savedMean: mean, savedInverse: inverse, into: &dx,
            gammaGradient: &dGamma, betaGradient: &dBeta, accumulate: false)
        let exact = x.map(Double.init)
        #expect(Numbers.difference(y, reference(exact)) < 3e-6)
        func objective(_ x: [Double]) -> Double { zip(reference(x), dy).reduce(0) { $0 + $1.0 * Double($1.1) } }
        for i in stride(from: 0, to: n, by: max(1, n / 12)) {
            var (up, down) = (exact, exact)
            up[i] += 1e-5
            down[i] -= 1e-5
            let slope = (objective(up) - objective(down)) / 2e-5
            #expect(abs(Double(dx[i]) - slope) < 1e-5)
        }
        for i in 0..<min(features, 5) {
            var (gamma, beta) = (0.0, 0.0)
            for row in 0..<rows {
                let slope = Double(dy[row * features + i])
                let normal: Double = (exact[row * features + i] - Double(mean[row])) * Double(inverse[row])
                gamma += slope * normal
                beta += slope
            }
            #expect(abs(Double(dGamma[i]) - gamma) < 1e-4)
            #expect(abs(Double(dBeta[i]) - beta) < 1e-5)
        }
    }
}
