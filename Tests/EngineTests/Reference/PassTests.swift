import Kernels
import TestSupport
import Networks
import Reference
import Testing

@testable import Engine

/// What the passes promise beyond their numbers.
@Suite struct PassTests {
    static let networkCase = NetworkCase(
        [7, 7, 2], "conv2d: {filters: 5, kernel: 4, stride: 2, padding: 1}", "batch_norm", "leaky_relu: 0.2", "flatten",
        "dense: 9", "tanh", "dropout: 0.25", "dense: 2")

    @Test func gradientsAccumulateOnlyWhenAsked() throws {
        let trial = try Trial(Self.networkCase, batch: 3, seed: 1)
        let engine = try TestedNetwork(Self.networkCase, batch: 3)
        try engine.load(trial.values)
        _ = engine.forward(trial.input, .training(Trial.address))
        let once = try engine.gradients(of: trial.functional)
        let weights = FloatBuffer(count: trial.functional.count)
        for (index, weight) in trial.functional.enumerated() { weights[index] = Float(weight) }

        let twice = engine.execution.backward(weights.pointer, parameters: .accumulate, inputGradient: false)
        #expect(twice == nil)
        let doubled = engine.gradientValues
        for (name, gradient) in once.parameters {
            for (a, b) in zip(gradient.values, doubled[name]?.values ?? []) { #expect(abs(b - 2 * a) <= 1e-5) }
        }

        let untouched = engine.execution.backward(weights.pointer, parameters: .none, inputGradient: true)
        #expect(engine.gradientValues == doubled)
        #expect((0..<once.input.count).allSatisfy { Double(untouched?[$0] ?? .nan) == once.input[$0] })
        withExtendedLifetime((engine, weights)) {}
    }

    /// No number depends on how many threads there are, nor on the rows that a plan could take.
    @Test(arguments: [2, 3]) func threadsAndCapacityChangeNoBit(threads: Int) throws {
        for networkCase in NetworkCase.stacks + [Self.networkCase] {
            let trial = try Trial(networkCase, batch: 7, seed: 2)
            func run(_ workers: Workers, capacity: Int) throws -> (Rows, [Double], [String: Tensor]) {
                let engine = try TestedNetwork(networkCase, batch: capacity, workers: workers)
                try engine.load(trial.values)
                let output = engine.forward(trial.input, .training(Trial.address))
                let gradients = try engine.gradients(of: trial.functional)
                return (output, gradients.input, gradients.parameters.merging(engine.values) { $1.appending($0) })
            }
            let one = try run(Workers(threads: 1), capacity: 7)
            let many = try run(Workers(threads: threads), capacity: 7)
            #expect(one == many, "\(networkCase)")
            let roomy = try run(Workers(threads: threads), capacity: 64)
            #expect(one == roomy, "\(networkCase)")
        }
    }

    /// Running statistics of one sample have no unbiased variance; they must stay numbers.
    @Test func batchNormOfOneSampleStaysFinite() throws {
        let networkCase = NetworkCase([4], "batch_norm")
        let engine = try TestedNetwork(networkCase, batch: 1)
        for _ in 0..<3 { _ = engine.forward(Rows([4], [1, -2, 3, 0]), .training(Trial.address)) }
        for (name, parameter) in engine.values { #expect(parameter.values.allSatisfy { $0.isFinite }, "\(name)") }
        #expect(engine.forward(Rows([4], [1, -2, 3, 0]), .inference).values.allSatisfy { $0.isFinite })
    }

    /// A layer that drops must drop about its share, other values in other iterations, and keep the expectation.
    @Test(arguments: [0.1, 0.3, 0.5, 0.9]) func dropoutDropsItsShare(rate: Double) throws {
        let count = 10_000
        let engine = try TestedNetwork(NetworkCase([count], "dropout: \(rate)"), batch: 1)
        let ones = Rows([count], [Double](repeating: 1, count: count))
        func kept(_ iteration: UInt64) -> [Bool] {
            let address = RandomAddress(seed: 3, stream: 1, iteration: iteration)
            let output = engine.forward(ones, .training(address)).values
            #expect(output.allSatisfy { $0 == 0 || abs($0 - 1 / (1 - rate)) < 1e-6 / (1 - rate) })
            return output.map { $0 != 0 }
        }
        let (first, second) = (kept(1), kept(2))
        #expect(first == kept(1))
        let deviation = (Double(count) * rate * (1 - rate)).squareRoot()
        for mask in [first, second] {
            #expect(abs(Double(mask.count { $0 }) - Double(count) * (1 - rate)) < 5 * deviation)
        }
        // Independent masks agree where both keep or both drop.
        let agreement = rate * rate + (1 - rate) * (1 - rate)
        let agreeing = zip(first, second).count { $0 == $1 }
        let spread = (Double(count) * agreement * (1 - agreement)).squareRoot()
        #expect(abs(Double(agreeing) - Double(count) * agreement) < 5 * spread)
        #expect(engine.forward(ones, .inference) == ones)
    }

    /// Far from 0 the formulas overflow if they are written carelessly.
    @Test(arguments: ["relu", "leaky_relu", "elu", "selu", "gelu", "softplus", "tanh", "sigmoid"])
    func activationsHoldAtTheExtremes(_ layer: String) throws {
        let x: [Double] = [0, 1e-30, 1e-5, 0.3, 1, 5, 8.5, 9.5, 17, 30, 60, 87, 89, 104, 1e3, 1e10, 3e38]
        let networkCase = NetworkCase([1], layer)
        let input = Rows([1], (x + x.map { -$0 }).map { Double(Float($0)) })
        let engine = try TestedNetwork(networkCase, batch: input.count)
        let output = engine.forward(input, .training(Trial.address)).values
        let expected = try ReferenceNetwork(layers: networkCase.choices, input: [1]).forward(
            input, [:], mode: .training
        ).output.values
        let gradient = try engine.gradients(of: [Double](repeating: 1, count: input.count)).input
        for i in input.values.indices {
            #expect(abs(output[i] - expected[i]) <= 2e-6 * max(abs(expected[i]), 0.1), "\(layer)(\(input.values[i]))")
            #expect(gradient[i].isFinite && abs(gradient[i]) < 2, "slope of \(layer) at \(input.values[i])")
        }
    }
}

extension TestedNetwork {
    var gradientValues: [String: Tensor] { Self.byName(network.export(flat: network.gradients)) }
}

extension Tensor {
    fileprivate func appending(_ other: Tensor) -> Tensor {
        Tensor(shape: shape + other.shape, values: values + other.values)
    }
}
