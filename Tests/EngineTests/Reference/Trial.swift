import Foundation
import Kernels
import TestSupport
import Networks
import Reference

@testable import Engine

/// Numbers for one case: input, parameters and the weights of the linear functional that is differentiated. They keep
/// away from kinks and from divisions by nearly nothing, where a difference says nothing about a derivative.
struct Trial {
    let networkCase: NetworkCase
    let reference: ReferenceNetwork
    let input: Rows
    let values: [String: Tensor]
    let masks: [String: [Double]]
    /// What is drawn in inference too.
    let inferenceMasks: [String: [Double]]
    /// What the reference makes of them in training.
    let expected: ReferenceNetwork.Result
    /// One weight for every value of the output.
    let functional: [Double]

    static let address = RandomAddress(seed: 5, stream: 3, iteration: 11)

    init(_ networkCase: NetworkCase, batch: Int, seed: UInt64) throws {
        self.networkCase = networkCase
        reference = ReferenceNetwork(layers: networkCase.choices, input: networkCase.input)
        let graph = try networkCase.graph()
        var numbers = TestNumbers(seed: seed)
        for _ in 0..<200 {
            let input = Rows(networkCase.input, numbers.numbers(batch * networkCase.input.reduce(1, *), scale: 2))
            var values: [String: Tensor] = [:]
            for spec in graph.parameters + graph.state {
                values[spec.name] = Self.parameter(spec.name, spec.shape, &numbers)
            }
            let masks = try Self.masks(networkCase, input, values, .training(Self.address))
            let expected = try reference.forward(input, values, mode: .training, masks: masks)
            guard expected.closestKink > 5e-4, expected.smallestDeviation > 0.02 else { continue }
            self.input = input
            self.values = values
            self.masks = masks
            inferenceMasks = try Self.masks(networkCase, input, values, .inference)
            self.expected = expected
            functional = numbers.numbers(expected.output.values.count)
            return
        }
        throw ReferenceNetwork.Failure(message: "no numbers away from kinks found for \(networkCase)")
    }

    /// Weights that keep the variance, scales around 1, positive variances.
    private static func parameter(_ name: String, _ shape: [Int], _ numbers: inout TestNumbers) -> Tensor {
        let count = shape.reduce(1, *)
        if name.hasSuffix("running_var") {
            return Tensor(shape: shape, values: numbers.numbers(count).map { Double(Float(abs($0) + 0.5)) })
        }
        if name.hasSuffix("weight"), shape.count == 1 {
            return Tensor(shape: shape, values: numbers.numbers(count).map { Double(Float(1 + $0 / 2)) })
        }
        let inputs = shape.count == 1 ? 3 : count / max(shape[0], 1)
        return Tensor(shape: shape, values: numbers.numbers(count, scale: (3 / Double(inputs)).squareRoot()))
    }

    /// What each dropout layer keeps, and what each layer of noise adds, found by running the network up to it: the
    /// engine's random numbers are addressed, so the shorter network draws the same. Where a value was 0 anyway, it
    /// does not matter whether it is kept.
    private static func masks(
        _ networkCase: NetworkCase, _ input: Rows, _ values: [String: Tensor], _ mode: Execution.Mode
    ) throws -> [String: [Double]] {
        var masks: [String: [Double]] = [:]
        func output(ofFirst count: Int, last: String? = nil) throws -> [Double] {
            guard count > 0 else { return input.values }
            var layers = Array(networkCase.layers.prefix(count))
            if let last { layers[count - 1] = last }
            let engine = try TestedNetwork(NetworkCase(networkCase.input, layers), batch: input.count)
            let names = Set((engine.graph.parameters + engine.graph.state).map(\.name))
            try engine.load(values.filter { names.contains($0.key) })
            return engine.forward(input, mode).values
        }
        for (index, layer) in networkCase.choices.enumerated() {
            if layer.name == "gumbel_softmax" {
                // At temperature 1 the noise is log(y) - x, but for a constant that the softmax does not see.
                let drawn = try output(ofFirst: index + 1, last: "gumbel_softmax: 1")
                masks["\(index)"] = zip(drawn, try output(ofFirst: index)).map { log($0) - $1 }
            }
            guard case .training = mode else { continue }
            if ["dropout", "channel_dropout"].contains(layer.name) {
                masks["\(index)"] = try output(ofFirst: index + 1).map { $0 == 0 ? 0 : 1 }
            } else if layer.name == "phase_shuffle" {
                // The shift of each sample that makes the output of the input.
                let graph = try NetworkCase(networkCase.input, Array(networkCase.layers.prefix(index + 1))).graph()
                let shape = graph.output.dimensions
                let (x, y) = (
                    Rows(shape, try output(ofFirst: index)), Rows(shape, try output(ofFirst: index + 1))
                )
                let reach = layer.values.integer("reach")
                let moved = (-reach...reach).map { shift in
                    (shift, Walk.shifted(x, by: [Int](repeating: shift, count: x.count)).values)
                }
                let size = shape.reduce(1, *)
                masks["\(index)"] = try (0..<x.count).map { row in
                    let range = row * size..<(row + 1) * size
                    guard let shift = moved.first(where: { $0.1[range] == y.values[range] })?.0 else {
                        throw ReferenceNetwork.Failure(message: "no shift makes the output of sample \(row)")
                    }
                    return Double(shift)
                }
            } else if layer.name == "gaussian_noise" {
                masks["\(index)"] = zip(try output(ofFirst: index + 1), try output(ofFirst: index)).map { $0 - $1 }
            }
        }
        return masks
    }

    /// The functional as a function of the input.
    func overInput(_ x: [Double]) throws -> Double {
        let result = try reference.forward(Rows(input.shape, x), values, mode: .training, masks: masks)
        return dot(result.output.values, functional)
    }

    /// The functional as a function of one parameter.
    func overParameter(_ name: String, _ x: [Double]) throws -> Double {
        var shifted = values
        shifted[name]?.values = x
        let result = try reference.forward(input, shifted, mode: .training, masks: masks)
        return dot(result.output.values, functional)
    }
}
