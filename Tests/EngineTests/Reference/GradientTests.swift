import Kernels
import TestSupport
import Networks
import Reference
import Testing

@testable import Engine

/// Every layer and small networks of them: the engine in single precision against the plain reference in double, its
/// gradients against central differences of the reference.
@Suite struct GradientTests {
    /// Relative to the largest value of a tensor: rounding in single precision, as the normalizations magnify it.
    static func tolerance(_ trial: Trial) -> Double { 2e-6 + 4e-7 * trial.expected.steepness }

    @Test(arguments: NetworkCase.all, [1, 2, 7])
    func outputsAreTheReferences(_ networkCase: NetworkCase, batch: Int) throws {
        let trial = try Trial(networkCase, batch: batch, seed: UInt64(batch))
        let tolerance = Self.tolerance(trial)
        // The plan is made for more rows than it gets: what lies behind them must not matter.
        let engine = try TestedNetwork(networkCase, batch: batch + 2)
        try engine.load(trial.values)
        let inference = try trial.reference.forward(
            trial.input, trial.values, mode: .inference, masks: trial.inferenceMasks)
        expectClose(
            engine.forward(trial.input, .inference).values, inference.output.values, 2e-6, "output in inference")
        #expect(engine.values == trial.values, "inference changes nothing")

        let output = engine.forward(trial.input, .training(Trial.address))
        #expect(output.shape == trial.expected.output.shape)
        expectClose(output.values, trial.expected.output.values, tolerance, "output in training")
        for (name, state) in trial.expected.state {
            expectClose(engine.values[name]?.values ?? [], state, tolerance, name)
        }
    }

    @Test(arguments: NetworkCase.all, [1, 2, 7])
    func gradientsAreTheDifferencesOfTheReference(_ networkCase: NetworkCase, batch: Int) throws {
        let trial = try Trial(networkCase, batch: batch, seed: UInt64(10 + batch))
        let tolerance = Self.tolerance(trial)
        let engine = try TestedNetwork(networkCase, batch: batch + 2)
        try engine.load(trial.values)
        _ = engine.forward(trial.input, .training(Trial.address))
        let gradients = try engine.gradients(of: trial.functional)
        // As many coordinates as the reference is quick enough for.
        let coordinates = max(4, min(24, 600_000 / max(1, batch * engine.graph.forwardFlops)))
        let all = gradients.parameters.values.reduce(gradients.input) { $0 + $1.values }
        let scale = max(1, all.reduce(0) { max($0, abs($1)) })
        try expectGradient(
            gradients.input, at: trial.input.values, coordinates, tolerance * scale, "input", trial.overInput)
        #expect(Set(gradients.parameters.keys) == Set(engine.graph.parameters.map(\.name)))
        for (name, gradient) in gradients.parameters {
            let x = trial.values[name]?.values ?? []
            try expectGradient(gradient.values, at: x, coordinates, tolerance * scale, name) {
                try trial.overParameter(name, $0)
            }
        }
    }

    private func expectGradient(
        _ gradient: [Double], at x: [Double], _ coordinates: Int, _ tolerance: Double, _ name: String,
        _ f: ([Double]) throws -> Double
    ) throws {
        #expect(gradient.count == x.count)
        guard gradient.count == x.count else { return }
        var numbers = TestNumbers(seed: 21)
        for k in 0..<min(coordinates, x.count) {
            let index = coordinates >= x.count ? k : numbers.below(x.count)
            let expected = try Differences.partial(f, at: x, index)
            let error = abs(gradient[index] - expected)
            if !(error <= tolerance) {
                Issue.record("\(name)[\(index)]: the engine says \(gradient[index]), the difference \(expected)")
                return
            }
        }
        // Two directions in which every coordinate takes part.
        for _ in 0..<2 {
            let direction = numbers.numbers(x.count)
            let expected = try Differences.along(direction, f, at: x)
            let found = dot(gradient, direction)
            // Errors of single coordinates add up as in a random walk.
            #expect(abs(found - expected) <= tolerance * Double(1 + x.count).squareRoot(), "\(name) along a direction")
        }
    }

    private func expectClose(_ found: [Double], _ expected: [Double], _ tolerance: Double, _ name: String) {
        #expect(found.count == expected.count, "\(name)")
        let scale = max(1, expected.reduce(0) { max($0, abs($1)) })
        let worst = zip(found, expected).map { abs($0 - $1) }.max { !($0 >= $1) } ?? 0
        #expect(worst <= tolerance * scale, "\(name) is off by \(worst)")
    }
}
