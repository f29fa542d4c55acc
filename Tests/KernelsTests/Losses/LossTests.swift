import Foundation
import Kernels
import Testing

@Suite struct LossTests {
    private static let x = Numbers.make(37, seed: 1).map { 8 * $0 } + [60, -60, 0]
    private static let t = Numbers.make(40, seed: 2).map { 0.5 + 0.5 * $0 }

    private func check(
        _ exact: (Double, Double) -> (value: Double, slope: Double),
        _ loss: (UnsafeMutablePointer<Float>?) -> Double
    ) {
        var gradient = [Float](repeating: 0, count: Self.x.count)
        let value = loss(&gradient)
        let expected = zip(Self.x, Self.t).map { exact(Double($0), Double($1)) }
        let total = expected.reduce(0) { $0 + $1.value }
        #expect(abs(value - total) < 2e-6 * max(1, expected.reduce(0) { $0 + abs($1.value) }))
        #expect(value == loss(nil))
        #expect(Numbers.difference(gradient, expected.map { 0.25 * $0.slope }) < 1e-6)
    }

    @Test func valuesAndGradients() {
        let (x, t, n) = (Self.x, Self.t, Self.x.count)
        let softplus = { (x: Double) in x > 30 ? x : log1p(exp(x)) }
        let sigmoid = { (x: Double) in 1 / (1 + exp(-x)) }
        check({ (softplus($0) - $1 * $0, sigmoid($0) - $1) }) {
            LogitLosses.crossEntropy(x, targets: t, count: n, scale: 0.25, gradient: $0)
        }
        check({ x, _ in (-softplus(x), -sigmoid(x)) }) {
            LogitLosses.logComplement(x, count: n, scale: 0.25, gradient: $0)
        }
        check({ (0.5 * pow($0 - $1, 2), $0 - $1) }) {
            LogitLosses.leastSquares(x, targets: t, count: n, scale: 0.25, gradient: $0)
        }
        for sign: Float in [1, -1] {
            let s = Double(sign)
            check({ x, _ in (max(0, 1 - s * x), s * x < 1 ? -s : 0) }) {
                LogitLosses.hinge(x, sign: sign, count: n, scale: 0.25, gradient: $0)
            }
            check({ x, _ in (s * x, s) }) { LogitLosses.linear(x, sign: sign, count: n, scale: 0.25, gradient: $0) }
        }
    }

    @Test func targetsFlipAtTheirRate() {
        var targets = [Float](repeating: 0, count: 40_000)
        let address = RandomAddress(seed: 3, stream: 1, iteration: 2)
        LogitLosses.fillTargets(&targets, count: targets.count, target: 0.9, other: 0.1, flip: 0.05, at: address)
        let flipped = Double(targets.count { $0 == 0.1 })
        #expect(abs(flipped - 2000) < 5 * sqrt(40_000 * 0.05 * 0.95))
        #expect(targets.allSatisfy { $0 == 0.9 || $0 == 0.1 })
        LogitLosses.fillTargets(&targets, count: targets.count, target: 0.9, other: 0.1, flip: 0, at: address)
        #expect(targets.allSatisfy { $0 == 0.9 })
    }
}
