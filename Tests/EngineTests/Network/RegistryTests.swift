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
        let graph = try (try? graph(choices, input: [4, 4, 4])) ?? graph(choices, input: [64])
        let network = Network(graph, seed: 1, stream: 1)
        let output = Execution(network, batch: 2, workers: Workers(threads: 1)).output(numbers(128, seed: 1), rows: 2)
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
