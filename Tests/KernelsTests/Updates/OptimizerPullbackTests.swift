import Kernels
import Testing

/// Derivatives through updates against differences of the update itself, for every way to hand them on: by what an
/// update finds of parameters, state and gradients. The function is a sum of what it leaves, with weights.
@Suite struct OptimizerPullbackTests {
    private static let count = 37
    private let workers = Workers(threads: 2)

    enum Rule: String, CaseIterable { case sgd, momentum, nesterov, rmsprop, adam, decoupled }

    /// Of parameters, gradients and two arrays of state, one after another; what is left stands in their places.
    private func update(_ rule: Rule, _ x: [Float]) -> [Float] {
        var x = x
        let n = Self.count
        let gradients = Array(x[n..<2 * n])
        x.withUnsafeMutableBufferPointer { buffer in
            guard let p = buffer.baseAddress else { return }
            switch rule {
            case .sgd, .momentum, .nesterov:
                OptimizerUpdates.sgd(
                    p, gradients: gradients, velocity: rule == .sgd ? nil : p + 2 * n, count: n, rate: 0.3,
                    momentum: rule == .sgd ? 0 : 0.6, nesterov: rule == .nesterov, weightDecay: 0.2, workers: workers)
            case .rmsprop:
                OptimizerUpdates.rmsprop(
                    p, gradients: gradients, squares: p + 2 * n, count: n, rate: 0.3, smoothing: 0.7, epsilon: 0.1,
                    weightDecay: 0.2, workers: workers)
            case .adam, .decoupled:
                OptimizerUpdates.adam(
                    p, gradients: gradients, first: p + 2 * n, second: p + 3 * n, count: n, step: 3, rate: 0.3,
                    beta1: 0.5, beta2: 0.8, epsilon: 0.1, weightDecay: 0.2, decoupled: rule == .decoupled,
                    workers: workers)
            }
        }
        return x
    }

    private func pullBack(_ rule: Rule, from x: [Float], to y: [Float], _ weights: [Float]) -> [Float] {
        var by = weights
        let n = Self.count
        let (before, g, first, second) = (
            Array(x[..<n]), Array(x[n..<2 * n]), Array(y[2 * n..<3 * n]), Array(y[(3 * n)...])
        )
        by.withUnsafeMutableBufferPointer { buffer in
            guard let p = buffer.baseAddress else { return }
            switch rule {
            case .sgd, .momentum, .nesterov:
                OptimizerPullbacks.sgd(
                    byParameters: p, byVelocity: rule == .sgd ? nil : p + 2 * n, byGradients: p + n, count: n,
                    rate: 0.3, momentum: rule == .sgd ? 0 : 0.6, nesterov: rule == .nesterov, weightDecay: 0.2,
                    workers: workers)
            case .rmsprop:
                OptimizerPullbacks.rmsprop(
                    before, gradients: g, squares: first, byParameters: p, bySquares: p + 2 * n, byGradients: p + n,
                    count: n, rate: 0.3, smoothing: 0.7, epsilon: 0.1, weightDecay: 0.2, workers: workers)
            case .adam, .decoupled:
                OptimizerPullbacks.adam(
                    before, gradients: g, first: first, second: second, byParameters: p, byFirst: p + 2 * n,
                    bySecond: p + 3 * n, byGradients: p + n, count: n, step: 3, rate: 0.3, beta1: 0.5, beta2: 0.8,
                    epsilon: 0.1, weightDecay: 0.2, decoupled: rule == .decoupled, workers: workers)
            }
        }
        return by
    }

    @Test(arguments: Rule.allCases) func derivativesAreDifferences(_ rule: Rule) {
        let n = Self.count
        var x = Numbers.make(4 * n, seed: 5)
        // Running means of squares.
        let squares = rule == .rmsprop ? 2 * n..<3 * n : 3 * n..<4 * n
        for i in squares { x[i] = abs(x[i]) + 0.1 }
        // Of gradients nothing is left.
        let weights = Numbers.make(4 * n, seed: 6).enumerated().map { i, w in (n..<2 * n).contains(i) ? 0 : w }
        let by = pullBack(rule, from: x, to: update(rule, x), weights)
        let step: Float = 0x1p-8
        for part in 0..<4 {
            for i in part * n..<(part + 1) * n {
                func value(_ change: Float) -> Double {
                    var moved = x
                    moved[i] += change
                    let y = update(rule, moved)
                    return stride(from: i % n, to: 4 * n, by: n).reduce(0.0) {
                        $0 + Double(weights[$1]) * Double(y[$1])
                    }
                }
                let difference = (value(step) - value(-step)) / Double(2 * step)
                #expect(abs(Double(by[i]) - difference) < 2e-3, "part \(part): \(by[i]), not \(difference)")
            }
        }
    }
}
