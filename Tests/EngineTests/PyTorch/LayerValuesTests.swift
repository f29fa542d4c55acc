import Foundation
import Networks
import Reference
import Testing

@testable import Engine

/// Layers against PyTorch on fixed numbers: outputs and gradients. PyTorch/layers.py made the values, in double
/// precision.
@Suite struct LayerValuesTests {
    struct Case: Decodable, Sendable {
        struct Parameter: Decodable { let shape: [Int], values: [Double] }
        let layers: [String], shape: [Int]
        let input: [Double], parameters: [String: Parameter], output: [Double]
        /// What is differentiated is the sum of the outputs times these.
        let weights: [Double]
        let gradient: [Double], parameter_gradients: [String: [Double]]
    }

    static let cases: [String: Case] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "layers.json")
        guard let data = try? Data(contentsOf: file) else { return [:] }
        return (try? JSONDecoder().decode([String: Case].self, from: data)) ?? [:]
    }()

    @Test func valuesAreThere() { #expect(Self.cases.count >= 19) }

    @Test(arguments: cases.keys.sorted()) func agrees(_ name: String) throws {
        let values = try #require(Self.cases[name])
        let input = Rows(values.shape, values.input)
        let engine = try TestedNetwork(NetworkCase(values.shape, values.layers), batch: input.count)
        // What PyTorch's case does not give, running statistics, stays as it starts.
        let given = values.parameters.mapValues { Tensor(shape: $0.shape, values: $0.values) }
        #expect(Set(engine.graph.parameters.map(\.name)) == Set(given.keys))
        try engine.load(engine.values.merging(given) { $1 })
        let output = engine.forward(input, .training(Trial.address))
        expectClose(output.values, values.output, "output")
        let gradients = try engine.gradients(of: values.weights)
        expectClose(gradients.input, values.gradient, "gradient by the input")
        for (parameter, expected) in values.parameter_gradients {
            expectClose(gradients.parameters[parameter]?.values ?? [], expected, "gradient by \(parameter)")
        }
    }

    /// Relative to the largest value: the engine is in single precision.
    private func expectClose(_ found: [Double], _ expected: [Double], _ name: String) {
        #expect(found.count == expected.count, "\(name)")
        let scale = max(1, expected.reduce(0) { max($0, abs($1)) })
        let worst = zip(found, expected).map { abs($0 - $1) }.max { !($0 >= $1) } ?? 0
        #expect(worst <= 2e-6 * scale, "\(name) is off by \(worst)")
    }
}
