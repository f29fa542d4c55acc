import Foundation
import Kernels
import Testing

@Suite struct ActivationTests {
    static let all: [Activation] = [
        .identity, .relu, .leakyRelu(slope: 0.2), .elu(alpha: 1.5), .selu, .gelu, .softplus, .tanh, .sigmoid,
        .affine(scale: -0.7, shift: 0.25), .clamp(low: -1.5, high: 2), .absolute, .square,
        .inverseRoot(epsilon: 0.25),
    ]

    static func value(_ f: Activation, _ x: Double) -> Double {
        switch f {
        case .identity: x
        case .relu: max(0, x)
        case .leakyRelu(let slope): x > 0 ? x : Double(slope) * x
        case .elu(let alpha): x > 0 ? x : Double(alpha) * expm1(x)
        case .selu: 1.05070098735548049342 * (x > 0 ? x : 1.67326324235437728482 * expm1(x))
        case .gelu: 0.5 * x * erfc(-x / sqrt(2))
        case .softplus: x > 30 ? x : log1p(exp(x))
        case .tanh: Foundation.tanh(x)
        case .sigmoid: 1 / (1 + exp(-x))
        case .affine(let scale, let shift): Double(scale) * x + Double(shift)
        case .clamp(let low, let high): min(max(x, Double(low)), Double(high))
        case .absolute: abs(x)
        case .square: x * x
        case .inverseRoot(let epsilon): 1 / (x + Double(epsilon)).squareRoot()
        }
    }

    /// Dense near zero, out to where everything saturates, of a length with a rest.
    static let inputs: [Float] = {
        let wide = (-40_000...40_000).map { Float($0) / 2000 }
        let near = (-2000...2000).map { Float($0) * 1e-5 }
        return wide + near + [80, -80, 1e-30, -1e-30, 0, -0.0, 1000, -1000]
    }()

    /// Where a function is defined.
    static func domain(_ f: Activation, _ x: [Float]) -> [Float] {
        if case .inverseRoot = f { x.filter { $0 >= 0 } } else { x }
    }

    @Test(arguments: all) func valuesAreWithinThreeUnitsInTheLastPlace(f: Activation) {
        let x = Self.domain(f, Self.inputs)
        var y = [Float](repeating: 0, count: x.count)
        f.apply(x, into: &y, count: x.count, workers: Workers(threads: 2))
        var (worst, place) = (0.0, Float(0))
        for (x, y) in zip(x, y) {
            let exact = Self.value(f, Double(x))
            // gelu is stated in absolute terms; exp saturates at exp(-87.3), which bounds the relative error there.
            // affine rounds what it multiplies before it adds.
            if case .affine(_, let shift) = f, abs(exact) < Double(abs(shift)) {
                #expect(abs(Double(y) - exact) <= Double(shift.ulp))
                continue
            }
            let unit = f == .gelu ? max(1e-7 / 3, Double(Float(exact).ulp)) : max(Double(Float(exact).ulp), 1e-38)
            let error = abs(Double(y) - exact) / unit
            if !(error <= worst) { (worst, place) = (error, x) }
        }
        #expect(worst <= 3, "\(f): \(worst) units at \(place)")
    }

    @Test(arguments: all) func notANumberStays(f: Activation) {
        var y = [Float](repeating: 0, count: 17)
        f.apply([Float](repeating: .nan, count: 17), into: &y, count: 17, workers: Workers(threads: 1))
        #expect(y.allSatisfy { $0.isNaN })
    }

    @Test(arguments: all) func gradientsAgreeWithCentralDifferences(f: Activation) {
        let x = Self.domain(f, (-300...300).map { Float($0) / 50 + 0.003 })
        let dy = Numbers.make(x.count, seed: 5)
        var (y, dx) = ([Float](repeating: 0, count: x.count), [Float](repeating: 0, count: x.count))
        let workers = Workers(threads: 1)
        f.apply(x, into: &y, count: x.count, workers: workers)
        f.gradient(dy, saved: f.savesInput ? x : y, into: &dx, count: x.count, workers: workers)
        for i in x.indices {
            let (a, b) = (Self.value(f, Double(x[i]) + 1e-5), Self.value(f, Double(x[i]) - 1e-5))
            #expect(abs(Double(dx[i]) - Double(dy[i]) * (a - b) / 2e-5) < 1e-6, "\(f) at \(x[i])")
        }
    }
}
