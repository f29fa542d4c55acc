import Kernels
import TestSupport
import Networks
import Reference
import Testing

@testable import Engine

/// The penalty's gradient by the tangent method against differences, in double precision, of a penalty that is itself
/// made of differences of the plain reference.
@Suite struct GradientPenaltyTests {
    private static let weight = 3.0
    /// Two differences are nested: large enough for the rounding of the inner one. The outer one moves a whole
    /// parameter, and so goes less far.
    private static let step = 1e-4

    static let cases: [NetworkCase] =
        [
            "relu", "leaky_relu: 0.2", "elu: 1.5", "selu", "gelu", "softplus", "tanh", "sigmoid", "dropout: 0.3",
            "maxout: {units: 6, pieces: 3}", "learned_constant: 3", "layer_norm", "layer_norm: {affine: false}",
            "gaussian_noise: 0.3", "group_norm: 3", "pixel_norm: {epsilon: 0.01}", "prelu: 0.3",
            "prelu: {per_channel: true}", "softmax: 0.5", "gumbel_softmax: 0.7",
            "rescale: {factor: 0.7, shift: 0.1}", "clamp: {low: -0.4, high: 0.5}",
            "per_column: {columns: [4, 2, 3], activations: [tanh, softmax, dense: 3]}",
        ].map { NetworkCase([4], "dense: 9", $0, "dense: 1") }
        + [
            "upsample: 2", "upsample: {factor: 2, mode: bilinear}", "average_pool: 2", "max_pool: 2", "blur: [1, 2, 1]",
            "pixel_shuffle: 2", "channel_dropout: 0.3", "phase_shuffle: 1", "instance_norm: {affine: true}",
            "group_norm: 2",
            "pixel_norm: {epsilon: 0.01}", "prelu: {per_channel: true}", "softmax", "self_attention",
            "self_attention: {pool: 1, channels: 2}", "conv2d: {filters: 6, kernel: 2, groups: 2}",
            "conv2d: {filters: 3, kernel: 2, dilation: 2}",
        ].map {
            NetworkCase(
                [3, 4, 2], "conv2d: {filters: 4, kernel: 2, padding: 1}", "softplus", $0, "tanh", "global_pool: sum",
                "dense: 1")
        } + [
            NetworkCase([4], "dense: 6", "tanh", "dense: 4", "reconstruction_error: l2"),
            NetworkCase([4], "dense: 6", "tanh", "dense: 4", "reconstruction_error"),
            NetworkCase(
                [4], "dense: 12", "tanh", "reshape: [2, 3, 2]", "adaptive_instance_norm: {epsilon: 0.1}", "softplus",
                "flatten", "dense: 1"),
            NetworkCase(
                [4], "dense: 12", "tanh", "reshape: [2, 3, 2]", "modulated_conv2d: {filters: 3, kernel: 3}", "softplus",
                "flatten", "dense: 1"),
            NetworkCase(
                [4], "dense: 3", "tanh: {id: w}", "dense: 12", "tanh", "reshape: [2, 2, 3]",
                "modulated_conv2d: {from: w, filters: 1, kernel: 1, demodulate: false}", "softplus", "flatten",
                "dense: 1"),
            NetworkCase(
                [4], "dense: 8", "tanh", "reshape: [2, 2, 2]",
                "modulated_conv2d: {filters: 4, kernel: 2, padding: 0, weight_norm: true}", "tanh", "flatten",
                "dense: 1"),
            NetworkCase([4], "concat_label: {embedding: 3}", "dense: 5", "tanh", "projection"),
            NetworkCase([3, 3, 2], "concat_label", "conv2d: {filters: 3, kernel: 2}", "tanh", "flatten", "projection"),
            NetworkCase([3], "dense: {units: 1, bias: false}"), NetworkCase([5], "dense: 1", "sigmoid"),
            NetworkCase([4], "tanh", "gelu", "dense: 5", "softplus", "dense: 1"),
            NetworkCase(
                [4], "dense: 17", "tanh", "dense: 8", "sigmoid", "dropout: 0.2", "dense: 5", "elu: 1", "dense: 1"),
            NetworkCase([3], "maxout: {units: 20, pieces: 3}", "maxout: {units: 4, pieces: 2}", "dense: 1"),
            NetworkCase(
                [4, 4, 2], "conv2d: {filters: 3, kernel: 3, padding: 1}", "softplus",
                "conv2d: {filters: 4, kernel: 2, stride: 2}", "leaky_relu: 0.2", "flatten", "dense: 1"),
            NetworkCase([6], "layer_norm", "dense: 7", "tanh", "layer_norm: {epsilon: 0.1}", "gelu", "dense: 1"),
            NetworkCase(
                [4, 4, 2], "conv2d: {filters: 3, kernel: 3}", "layer_norm", "softplus", "flatten", "dense: 5",
                "layer_norm", "leaky_relu", "dense: 1"),
            NetworkCase(
                [4, 4, 1], "conv2d: {filters: 2, kernel: 3}", "tanh", "conv2d: {filters: 1, kernel: 2}", "flatten"),
            NetworkCase(
                [2, 2, 2], "conv_transpose2d: {filters: 3, kernel: 4, stride: 2, padding: 1}", "tanh", "flatten",
                "dense: 1"),
            NetworkCase([4], "dense: {units: 6, id: a}", "tanh", "dense: 6", "softplus", "add: a", "tanh", "dense: 1"),
            NetworkCase(
                [4], "dense: {units: 6, spectral_norm: true}", "tanh", "dense: {units: 1, spectral_norm: true}"),
            NetworkCase(
                [1, 6, 2], "conv1d: {filters: 3, kernel: 3}", "tanh",
                "conv_transpose1d: {filters: 2, kernel: 3, stride: 2}",
                "softplus", "flatten", "dense: 1"),
            NetworkCase([4], "residual: [dense: 7, tanh, dense: 4]", "softplus", "dense: 1"),
            NetworkCase([4], "tanh", "concat: input", "dense: 5", "sigmoid", "concat: [input, input]", "dense: 1"),
            NetworkCase(
                [4, 4, 2],
                "repeat: {times: 2, layers: [residual: [softplus, conv2d: {filters: 2, kernel: 3, padding: 1}]]}",
                "conv2d: {filters: 3, kernel: 2, id: a}", "gelu", "concat: a", "flatten", "dense: 1"),
        ]

    @Test(arguments: cases, [0, 2]) func gradientIsTheDifference(_ networkCase: NetworkCase, skipped: Int) throws {
        let (batch, rows) = (5, skipped..<4)
        let trial = try trial(networkCase, batch: batch)
        let engine = try TestedNetwork(networkCase, batch: batch)
        let penalty = GradientPenalty(engine.execution, rows: 4)
        try engine.load(trial.values)
        _ = engine.forward(trial.input, .training(Trial.address))
        // A backward pass in between, as in training; its gradients are there already.
        let before = try engine.gradients(of: trial.functional).parameters
        let value = penalty.addGradient(rows: rows, cost: HalfSquare(weight: Self.weight))
        engine.network.pullBack(.shared)
        let after = engine.gradientValues

        let expected = try Self.penalty(trial, rows, trial.values)
        #expect(abs(value - expected) < 1e-4 * max(1, expected), "the penalty is \(value), not \(expected)")
        var numbers = TestNumbers(seed: 4)
        #expect(Set(after.keys) == Set(engine.graph.parameters.map(\.name)))
        // In one order: the directions are drawn as it goes.
        for (name, added) in after.sorted(by: { $0.key < $1.key }) {
            let parameter = try #require(trial.values[name])
            let gradient = zip(added.values, before[name]?.values ?? []).map { $0 - $1 }
            #expect(gradient.count == parameter.values.count)
            // Along one random corner of the cube: every coordinate takes part.
            let direction = gradient.map { _ in numbers.below(2) == 0 ? -1.0 : 1.0 }
            let difference = try Differences.along(
                direction,
                {
                    var values = trial.values
                    values[name]?.values = $0
                    return try Self.penalty(trial, rows, values)
                }, at: parameter.values, step: Self.step / 5)
            let slope = dot(gradient, direction)
            #expect(abs(slope - difference) < 1e-4 * max(1, abs(difference)), "\(name): \(slope), not \(difference)")
        }
    }

    /// weight/2 · mean over the rows of the squared norm of the input gradient.
    private static func penalty(_ trial: Trial, _ rows: Range<Int>, _ values: [String: Tensor]) throws -> Double {
        // No layer with a tangent mixes samples: one coordinate of all of them is moved at once.
        let size = trial.input.width
        func outputs(_ place: Int, _ step: Double) throws -> [Double] {
            var x = trial.input.values
            for row in rows { x[row * size + place] += step }
            return try trial.reference.forward(
                Rows(trial.input.shape, x), values, mode: .training, masks: trial.masks
            ).output.values
        }
        var sum = 0.0
        for place in 0..<size {
            let (above, below) = (try outputs(place, step), try outputs(place, -step))
            for row in rows {
                let slope = (above[row] - below[row]) / (2 * step)
                sum += slope * slope
            }
        }
        return weight / 2 * sum / Double(rows.count)
    }

    /// Farther from kinks than single differences need.
    private func trial(_ networkCase: NetworkCase, batch: Int) throws -> Trial {
        for seed in 30..<230 {
            let trial = try Trial(networkCase, batch: batch, seed: UInt64(seed))
            if trial.expected.closestKink > 2e-3 { return trial }
        }
        throw ReferenceNetwork.Failure(message: "no numbers away from kinks found for \(networkCase)")
    }

    @Test func layersWithoutATangentAreNamed() throws {
        let layers = ["dense: 4", "batch_norm", "relu", "layer_norm", "dense: 1"]
        #expect(try NetworkCase([3], layers).graph().layersWithoutTangent == [1])
        for networkCase in Self.cases {
            let engine = try TestedNetwork(networkCase, batch: 1)
            #expect(try networkCase.graph().layersWithoutTangent.isEmpty)
            #expect(engine.execution.steps.allSatisfy { $0 is any TangentStep })
        }
    }
}

/// weight/2 · n²
private struct HalfSquare: NormCost {
    let weight: Double

    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double) { (weight / 2 * norm * norm, weight) }
}
