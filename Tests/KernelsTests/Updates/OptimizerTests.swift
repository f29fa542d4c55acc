import Foundation
import Kernels
import Testing

/// First steps worked by hand: p = 1, g = 0.5 with a scale of 2 (so 1), learning rate 0.1. Seventeen elements, so that
/// vectors and the rest are both seen; a second parameter of zero with no gradient must stay zero.
@Suite struct OptimizerTests {
    private let workers = Workers(threads: 2)
    private let g = [Float](repeating: 0.5, count: 17) + [Float](repeating: 0, count: 17)

    private func expect(_ value: Double, _ update: (inout [Float]) -> Void) {
        var p = [Float](repeating: 1, count: 17) + [Float](repeating: 0, count: 17)
        update(&p)
        #expect(p.prefix(17).allSatisfy { abs(Double($0) - value) < 1e-6 }, "\(p[0]) is not \(value)")
        #expect(p.suffix(17).allSatisfy { $0 == 0 })
    }

    @Test func sgd() {
        expect(0.9) {
            OptimizerUpdates.sgd(
                &$0, gradients: g, velocity: nil, count: 34, rate: 0.1, gradientScale: 2, workers: workers)
        }
        // g' = 1 + 0.5 * p = 1.5
        expect(0.85) {
            OptimizerUpdates.sgd(
                &$0, gradients: g, velocity: nil, count: 34, rate: 0.1, weightDecay: 0.5, gradientScale: 2,
                workers: workers)
        }
        // Velocities 1, then 0.9 + 1 = 1.9: 1 - 0.1 - 0.19. Nesterov: 1 - 0.1 * 1.9 - 0.1 * (1 + 0.9 * 1.9).
        for (nesterov, value) in [(false, 0.71), (true, 0.539)] {
            expect(value) { p in
                var velocity = [Float](repeating: 0, count: 34)
                for _ in 0..<2 {
                    OptimizerUpdates.sgd(
                        &p, gradients: g, velocity: &velocity, count: 34, rate: 0.1, momentum: 0.9, nesterov: nesterov,
                        gradientScale: 2, workers: workers)
                }
            }
        }
    }

    @Test func rmsprop() {
        // s = 0.01, p = 1 - 0.1 * 1 / (0.1 + 0.1)
        expect(0.5) {
            var squares = [Float](repeating: 0, count: 34)
            OptimizerUpdates.rmsprop(
                &$0, gradients: g, squares: &squares, count: 34, rate: 0.1, smoothing: 0.99, epsilon: 0.1,
                gradientScale: 2, workers: workers)
        }
    }

    @Test func adam() {
        // Corrected moments are g and g^2: a step of rate * 1 / (1 + epsilon), whatever the betas.
        expect(1 - 0.1 / 1.5) {
            var (m, v) = ([Float](repeating: 0, count: 34), [Float](repeating: 0, count: 34))
            OptimizerUpdates.adam(
                &$0, gradients: g, first: &m, second: &v, count: 34, step: 1, rate: 0.1, beta1: 0.5, beta2: 0.999,
                epsilon: 0.5, gradientScale: 2, workers: workers)
            #expect(abs(m[0] - 0.5) < 1e-7 && abs(v[0] - 0.001) < 1e-9)
        }
        // Second step with g = 0 there: m = 0.25, v = 0.000999; corrected 1/3 and 0.000999 / 0.001999.
        expect(0.9 - 0.1 / 3 / sqrt(0.000999 / 0.001999)) { p in
            var (m, v) = ([Float](repeating: 0, count: 34), [Float](repeating: 0, count: 34))
            for (step, scale) in [(1, Float(2)), (2, 0)] {
                OptimizerUpdates.adam(
                    &p, gradients: g, first: &m, second: &v, count: 34, step: step, rate: 0.1, beta1: 0.5, beta2: 0.999,
                    epsilon: 0, gradientScale: scale, workers: workers)
                for i in 17..<34 { p[i] = 0 }  // 0 / 0 without epsilon
            }
        }
        // Decay decoupled: 1 * (1 - 0.1 * 0.5) - 0.1. Coupled, the step stays 0.1: the sign of the gradient decides.
        for (decoupled, value) in [(true, 0.85), (false, 0.9)] {
            expect(value) {
                var (m, v) = ([Float](repeating: 0, count: 34), [Float](repeating: 0, count: 34))
                OptimizerUpdates.adam(
                    &$0, gradients: g, first: &m, second: &v, count: 34, step: 1, rate: 0.1, beta1: 0.5, beta2: 0.999,
                    epsilon: 1e-12, weightDecay: 0.5, decoupled: decoupled, gradientScale: 2, workers: workers)
            }
        }
    }
}
