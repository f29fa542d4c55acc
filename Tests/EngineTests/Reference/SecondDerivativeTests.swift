import Kernels
import Networks
import Reference
import TestSupport
import Testing

@testable import Engine

/// The gradient of a derivative along a direction of the input and of all parameters, against differences, in double
/// precision, of differences of the plain reference. What is differentiated is a function of the outputs that is not
/// linear: w · y + c/2 · y².
@Suite struct SecondDerivativeTests {
    private static let step = 1e-4
    private static let curvature = 0.7

    static let cases =
        GradientPenaltyTests.cases.filter { (try? $0.graph().layersWithTransforms.isEmpty) == true }
        + PathLengthTests.cases.filter { (try? $0.graph().layersWithTransforms.isEmpty) == true }
        + [
            NetworkCase([4], "dense: 9", "batch_norm: {epsilon: 0.1}", "tanh", "dense: 3"),
            NetworkCase([5], "batch_norm: {epsilon: 0.1}", "leaky_relu: 0.2", "dense: 3", "batch_norm"),
            NetworkCase([4], "dense: 18", "batch_norm: {affine: false, epsilon: 0.1}", "softplus", "dense: 1"),
            NetworkCase(
                [4, 4, 2], "conv2d: {filters: 3, kernel: 3, padding: 1, bias: false}", "batch_norm: {epsilon: 0.1}",
                "leaky_relu: 0.2", "conv2d: {filters: 4, kernel: 2, stride: 2}", "batch_norm: {epsilon: 0.1}", "tanh",
                "flatten", "dense: 1"),
            NetworkCase(
                [5], "dense: 24", "batch_norm: {epsilon: 0.1}", "softplus", "reshape: [2, 3, 4]",
                "conv_transpose2d: {filters: 5, kernel: 4, stride: 2, padding: 1, bias: false}",
                "batch_norm: {epsilon: 0.1}", "gelu",
                "conv_transpose2d: {filters: 2, kernel: 3, stride: 2, padding: 1, output_padding: 1}", "tanh"),
            NetworkCase(
                [4], "dense: 12", "conditional_batch_norm: {epsilon: 0.1}", "reshape: [2, 2, 3]",
                "conv2d: {filters: 2, kernel: 2}", "sigmoid"),
            NetworkCase([6], "dense: {units: 3, id: a}", "embedding: 5", "tanh", "concat: a", "dense: 2"),
            NetworkCase([4], "dense: 5", "self_modulated_batch_norm: {hidden: 3, epsilon: 0.1}", "dense: 2"),
        ]

    @Test(arguments: cases, [true, false])
    func gradientIsTheDifference(_ networkCase: NetworkCase, parametersMove: Bool) throws {
        let rows = 5
        let trial = try trial(networkCase, batch: rows)
        let engine = try TestedNetwork(networkCase, batch: rows)
        try engine.load(trial.values)
        let passes = SecondDerivative(engine.execution, rows: rows, movesParameters: parametersMove)
        let outputs = engine.forward(trial.input, .training(Trial.address)).values
        // A backward pass in between, as in training; its gradients are there already.
        let before = try engine.gradients(of: trial.functional).parameters

        var numbers = TestNumbers(seed: 12)
        let along = Rows(trial.input.shape, numbers.numbers(trial.input.values.count).map { Double(Float($0)) })
        var direction: [String: Tensor] = [:]
        for spec in engine.graph.parameters {
            let values = numbers.numbers(spec.count, scale: parametersMove ? 1 : 0).map { Double(Float($0)) }
            direction[spec.name] = Tensor(shape: spec.shape, values: values)
        }
        func slope(_ y: Double, _ i: Int) -> Double { trial.functional[i] + Self.curvature * y }

        for (i, value) in along.values.enumerated() { passes.inputTangent[i] = Float(value) }
        if parametersMove {
            try engine.network.load(
                direction.map { .init($0, shape: $1.shape, values: $1.values.map(Float.init)) },
                flat: passes.direction)
        }
        for (i, y) in outputs.enumerated() { passes.outputSlope[i] = Float(slope(y, i)) }
        passes.takeSlopes(rows: rows)
        passes.moveAlong(rows: rows, parameters: parametersMove)
        let tangent = (0..<outputs.count).map { Double(passes.outputTangent[$0]) }
        for (i, y) in tangent.enumerated() { passes.outputAdjoint[i] = Float(Self.curvature * y) }
        passes.addGradient(rows: rows, parameters: parametersMove, reachesInput: true)
        let after = engine.gradientValues
        let byInput = (0..<trial.input.values.count).map { Double(passes.inputAdjoint[$0]) }

        /// S: the derivative of the function of the outputs along the direction.
        func moved(_ x: [Double], _ values: [String: Tensor]) throws -> Double {
            func function(_ step: Double) throws -> Double {
                var shifted = values
                for (name, change) in direction {
                    shifted[name]?.values = zip(values[name]?.values ?? [], change.values).map { $0 + step * $1 }
                }
                let input = zip(x, along.values).map { $0 + step * $1 }
                let y = try trial.reference.forward(
                    Rows(trial.input.shape, input), shifted, mode: .training, masks: trial.masks
                ).output.values
                return y.enumerated().reduce(0) {
                    $0 + trial.functional[$1.offset] * $1.element + Self.curvature / 2 * $1.element * $1.element
                }
            }
            return (try function(Self.step) - function(-Self.step)) / (2 * Self.step)
        }

        let whole = zip(outputs.enumerated(), tangent).reduce(0.0) { $0 + slope($1.0.element, $1.0.offset) * $1.1 }
        let expected = try moved(trial.input.values, trial.values)
        #expect(abs(whole - expected) < 1e-4 * max(1, abs(expected)), "along the direction \(whole), not \(expected)")

        func check(_ gradient: [Double], _ name: String, at start: [Double], _ value: ([Double]) throws -> Double)
            throws
        {
            let corner = gradient.map { _ in numbers.below(2) == 0 ? -1.0 : 1.0 }
            let difference = try Differences.along(corner, value, at: start, step: Self.step / 5)
            let slope = dot(gradient, corner)
            #expect(abs(slope - difference) < 1e-3 * max(1, abs(difference)), "\(name): \(slope), not \(difference)")
        }
        try check(byInput, "input", at: trial.input.values) { try moved($0, trial.values) }
        for (name, added) in after.sorted(by: { $0.key < $1.key }) {
            let parameter = try #require(trial.values[name])
            let gradient = zip(added.values, before[name]?.values ?? []).map { $0 - $1 }
            try check(gradient, name, at: parameter.values) {
                var values = trial.values
                values[name]?.values = $0
                return try moved(trial.input.values, values)
            }
        }
    }

    /// Farther from kinks than single differences need.
    private func trial(_ networkCase: NetworkCase, batch: Int) throws -> Trial {
        for seed in 30..<330 {
            let trial = try Trial(networkCase, batch: batch, seed: UInt64(seed))
            if trial.expected.closestKink > 2e-3 { return trial }
        }
        throw ReferenceNetwork.Failure(message: "no numbers away from kinks found for \(networkCase)")
    }

    /// Every layer of the registry is in a case, but for those over a batch that have no second derivative, and
    /// `table`, which is written as `per_column`.
    @Test func layersWithoutASecondDerivativeAreNamed() throws {
        let layers = [
            "dense: 4", "batch_norm", "minibatch_stddev", "dense: 3", "minibatch_discrimination: {}", "dense: 1",
        ]
        #expect(try NetworkCase([3], layers).graph().layersWithoutSecondDerivative == [2, 4])
        #expect(try NetworkCase([3], layers).graph().layersWithoutTangent == [1, 2, 4])
        let tried = Set(Self.cases.flatMap { $0.choices.flatMap(\.withInner) }.map(\.name))
        let missing = Layers.registry.declarations.map(\.name).filter { !tried.contains($0) }
        #expect(Set(missing) == ["minibatch_stddev", "minibatch_discrimination", "table"])
    }
}
