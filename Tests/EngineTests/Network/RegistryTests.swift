import Configuration
import Kernels
import TestSupport
import Networks
import Testing

@testable import Engine

/// A new entry runs by being listed.
@Suite struct RegistryTests {
    @Test(arguments: Layers.registry.declarations.map(\.name))
    func theExampleOfALayerIsANetwork(_ name: String) throws {
        let declaration = try #require(Layers.registry.declarations.first { $0.name == name })
        let choices = LayerText.choices(declaration.example)
        #expect(choices.map(\.name).contains(name))
        // An image of 64 values, or as a vector.
        let graph =
            try (try? graph(choices, input: [4, 4, 4])) ?? (try? graph(choices, input: [64]))
            ?? NetworkCase(
                [64], declaration.example
            ).graph()
        let network = Network(graph, seed: 1, stream: 1)
        let execution = Execution(network, batch: 2, workers: Workers(threads: 1))
        let labels: [Float] = [1, 0, 0, 0, 1, 0]
        let output = labels.withUnsafeBufferPointer { labels in
            if graph.inputs.count > 1, let base = labels.baseAddress { execution.bind(base, toInput: 1) }
            return execution.output(numbers(128, seed: 1), rows: 2)
        }
        #expect(output.count == 2 * graph.output.count && output.allSatisfy { $0.isFinite })
    }

    @Test(arguments: Initializers.registry.declarations)
    func theExampleOfAnInitializerFills(_ declaration: Declaration) throws {
        let layer = LayerText.choice("dense: {units: 4, \(declaration.example)}")
        let network = Network(try graph([layer], input: [3]), seed: 1, stream: 1)
        let weight = try #require(network.export().first { $0.name == "0.weight" })
        #expect(
            weight.values.allSatisfy { $0.isFinite }
                && weight.values.contains { $0 != 0 } == (declaration.name != "constant"))
    }
}
