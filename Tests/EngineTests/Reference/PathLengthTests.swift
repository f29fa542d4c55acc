import Kernels
import Networks
import Reference
import TestSupport
import Testing

@testable import Engine

/// The gradient of a function of ||∇(w · y)||, y all outputs of a sample, against differences, in double precision, of
/// differences of the plain reference: as `GradientPenaltyTests`, for networks that make samples.
@Suite struct PathLengthTests {
    private static let step = 1e-4

    static let cases = [
        NetworkCase([4], "dense: 9", "tanh", "dense: 3"),
        NetworkCase([3], "dense: 5", "leaky_relu: 0.2", "dense: 4", "tanh"),
        NetworkCase([4], "dense: 8", "pixel_norm: {epsilon: 0.01}", "softplus", "dense: 2", "sigmoid"),
        NetworkCase(
            [4], "dense: 12", "reshape: [2, 2, 3]", "layer_norm", "softplus", "upsample: 2",
            "conv2d: {filters: 2, kernel: 3, padding: 1}", "tanh"),
        NetworkCase(
            [3], "dense: {units: 8, weight_norm: true}", "reshape: [2, 2, 2]", "gelu",
            "conv_transpose2d: {filters: 2, kernel: 4, stride: 2, padding: 1}"),
        NetworkCase(
            [3], "dense: 4", "softplus: {id: w}", "learned_constant: [2, 2, 3]",
            "modulated_conv2d: {from: w, filters: 3, kernel: 3}", "softplus",
            "modulated_conv2d: {from: w, filters: 2, kernel: 1, demodulate: false}"),
        NetworkCase([4], "concat_label: {embedding: 3}", "dense: 6", "tanh", "residual: [dense: 6, softplus]"),
    ]

    @Test(arguments: cases) func gradientIsTheDifference(_ networkCase: NetworkCase) throws {
        let rows = 4
        let trial = try trial(networkCase, batch: rows)
        let engine = try TestedNetwork(networkCase, batch: rows)
        try engine.load(trial.values)
        let penalty = GradientPenalty(engine.execution, rows: rows)
        _ = engine.forward(trial.input, .training(Trial.address))
        let before = try engine.gradients(of: trial.functional).parameters
        var numbers = TestNumbers(seed: 9)
        let outputs = engine.graph.output.count
        let weights = numbers.numbers(rows * outputs, scale: 1).map { Double(Float($0)) }
        let buffer = FloatBuffer(count: weights.count)
        for (i, weight) in weights.enumerated() { buffer[i] = Float(weight) }
        // Of the sum of c/2 · n²: by a length, over it, c.
        let factors = [0.5, -1, 2, 0.25]
        var lengths = [Double](repeating: 0, count: rows)
        penalty.takeLengths(buffer.pointer, rows: rows, into: &lengths)
        penalty.addGradient(factors, rows: rows)
        engine.network.pullBack(.shared)
        let after = engine.gradientValues

        func squares(_ values: [String: Tensor]) throws -> [Double] {
            let size = trial.input.width
            func forward(_ place: Int, _ step: Double) throws -> [Double] {
                var x = trial.input.values
                for row in 0..<rows { x[row * size + place] += step }
                return try trial.reference.forward(
                    Rows(trial.input.shape, x), values, mode: .training, masks: trial.masks
                ).output.values
            }
            var sums = [Double](repeating: 0, count: rows)
            for place in 0..<size {
                let (above, below) = (try forward(place, Self.step), try forward(place, -Self.step))
                for row in 0..<rows {
                    let slope = (row * outputs..<(row + 1) * outputs).reduce(0.0) {
                        $0 + weights[$1] * (above[$1] - below[$1]) / (2 * Self.step)
                    }
                    sums[row] += slope * slope
                }
            }
            return sums
        }
        func total(_ values: [String: Tensor]) throws -> Double {
            zip(try squares(values), factors).reduce(0) { $0 + $1.0 * $1.1 / 2 }
        }
        for (length, square) in zip(lengths, try squares(trial.values)) {
            #expect(abs(length * length - square) < 1e-4 * max(1, square))
        }
        for (name, added) in after.sorted(by: { $0.key < $1.key }) {
            let parameter = try #require(trial.values[name])
            let gradient = zip(added.values, before[name]?.values ?? []).map { $0 - $1 }
            let direction = gradient.map { _ in numbers.below(2) == 0 ? -1.0 : 1.0 }
            let difference = try Differences.along(
                direction,
                {
                    var values = trial.values
                    values[name]?.values = $0
                    return try total(values)
                }, at: parameter.values, step: Self.step / 5)
            let slope = dot(gradient, direction)
            #expect(abs(slope - difference) < 2e-4 * max(1, abs(difference)), "\(name): \(slope), not \(difference)")
        }
    }

    /// Farther from kinks than single differences need.
    private func trial(_ networkCase: NetworkCase, batch: Int) throws -> Trial {
        for seed in 30..<230 {
            let trial = try Trial(networkCase, batch: batch, seed: UInt64(seed))
            if trial.expected.closestKink > 2e-3 { return trial }
        }
        throw ReferenceNetwork.Failure(message: "no numbers away from kinks found for \(networkCase)")
    }
}
