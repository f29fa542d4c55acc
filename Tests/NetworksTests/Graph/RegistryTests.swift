import Diagnostics
import Kernels
import Testing

@testable import Configuration
@testable import Networks

private let vocabulary = Vocabulary([
    .layers: Layers.registry.declarations, .initializers: Initializers.registry.declarations,
])

/// The node of a piece of YAML.
private func node(_ yaml: String) throws -> Configuration.Node {
    var findings = Findings()
    return try NodeReader.read(SourceText(source: Source(path: "example", text: yaml), text: yaml), &findings)
}

/// The layers that a piece of YAML lists.
private func layers(_ yaml: String) throws -> [Choice] {
    var fields = Fields(vocabulary)
    let choices = try #require(node(yaml).items).compactMap { fields.choice($0, .layers) }
    #expect(fields.findings.all.map(\.message) == [])
    return choices
}

@Suite struct RegistryTests {
    @Test(arguments: Layers.registry.declarations.map(\.name))
    func theExampleOfALayerIsANetwork(_ name: String) throws {
        let declaration = try #require(Layers.registry.declarations.first { $0.name == name })
        let choices = try layers(declaration.example)
        #expect(choices.map(\.name) == [name])
        // An image of 64 values, or as a vector.
        let isForVectors = ["dense", "maxout", "reshape"].contains(name)
        let graph = try graph(choices, input: isForVectors ? [64] : [4, 4, 4])
        let network = Network(graph, seed: 1, stream: 1)
        let output = Execution(network, batch: 2, workers: Workers(threads: 1)).output(numbers(128, seed: 1), rows: 2)
        #expect(output.count == 2 * graph.output.count && output.allSatisfy { $0.isFinite })
    }

    @Test(arguments: Initializers.registry.declarations.map(\.name))
    func theExampleOfAnInitializerFills(_ name: String) throws {
        let declaration = try #require(Initializers.registry.declarations.first { $0.name == name })
        let value = try #require(node(declaration.example).pair("initializer")?.value)
        var fields = Fields(vocabulary)
        let decoded = fields.choice(value, .initializers)
        let choice = try #require(decoded)
        #expect(choice.name == name && fields.findings.all.isEmpty)
        let buffer = FloatBuffer(count: 12)
        Initializers.registry.make(choice)
            .fill(buffer.pointer, shape: [3, 4], at: RandomAddress(seed: 1, stream: 1, iteration: 0))
        #expect((0..<12).allSatisfy { buffer[$0].isFinite })
    }

    @Test func entriesAreDocumented() {
        for declaration in Layers.registry.declarations + Initializers.registry.declarations {
            #expect(!declaration.summary.isEmpty && !declaration.details.isEmpty && !declaration.example.isEmpty)
            #expect(declaration.shorthand == nil || declaration.keys.contains { $0.name == declaration.shorthand })
        }
        let names = Layers.registry.declarations.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [
        "dense: 256", "dense: {units: 3, bias: false}", "leaky_relu: 0.2", "leaky_relu: 0", "dropout: 0.5", "relu",
        "conv2d: {filters: 64, kernel: 4, stride: 2, padding: same}", "reshape: [8, 8, 1]",
        "batch_norm: {momentum: 0.05}",
        "conv_transpose2d: {filters: 1, kernel: [3, 5], initializer: {normal: 0.02}}",
        "dense: {units: 2, initializer: orthogonal}",
    ])
    func aLayersTextIsWhatTheFileSays(_ text: String) throws {
        #expect(try layers("- \(text)").map(\.layerText) == [text.replacing("orthogonal", with: "{orthogonal: 1}")])
    }
}
