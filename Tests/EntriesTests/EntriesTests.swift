import Datasets
import Diagnostics
import Kernels
import Testing

@testable import Configuration
@testable import Engine
@testable import Equilibrium
@testable import Networks
@testable import Training

/// What a new entry costs: each of the files beside this one is an entry as somebody would add it, outside of the
/// program; the word in a list is the one that these tests add.
@Suite struct EntriesTests {
    /// Reads YAML with the declarations of registries that have an entry more.
    private static func read(_ yaml: String, _ kind: RegistryKind, _ declarations: [Declaration]) throws -> [Choice] {
        var findings = Findings()
        var fields = Fields(
            Vocabulary([
                kind: declarations, .initializers: Initializers.registry.declarations,
                .transforms: transforms.declarations,
            ]))
        let node = try NodeReader.read(SourceText(source: Source(path: "example", text: yaml), text: yaml), &findings)
        let choices = node.items?.map { fields.choice($0, kind) } ?? [fields.choice(node, kind)]
        try #require(fields.findings.all.isEmpty, "\(fields.findings.all.map(\.message))")
        return choices.compactMap { $0 }
    }

    private static let layers = Registry<any Layer>(
        .layers, Layers.registry.types + [Merge.self], common: Layers.registry.common)

    private static let transforms = Registry<any WeightTransform>(
        .transforms, WeightTransforms.registry.types + [HalvedWeights.self])

    private static func graph(_ yaml: String, network: [String] = []) throws -> Graph {
        let xavier = try #require(Initializers.registry.declarations.first { $0.name == "xavier" })
        return try Graph(
            layers: read(yaml, .layers, layers.declarations), inputs: [Graph.Input("input", Shape([3]))],
            initializer: Choice(.initializers, "xavier", xavier.defaults),
            transforms: WeightTransforms(transforms, network: network), registry: layers)
    }

    private static func numbers(_ count: Int, seed: UInt64) -> [Float] {
        (0..<count).map { index in
            let address = RandomAddress(seed: seed, stream: 1, iteration: UInt64(index))
            return Float(Philox.block(0, of: address)[0]) / Float(UInt32.max) - 0.5
        }
    }

    /// The sum of the outputs, and its gradient by the parameters.
    private static func pass(_ execution: Execution, _ input: [Float]) -> (value: Double, gradient: [Float]) {
        let network = execution.network
        let (rows, width) = (input.count / network.graph.input.count, network.graph.output.count)
        let random = RandomAddress(seed: 1, stream: 2, iteration: 3)
        let ones = [Float](repeating: 1, count: rows * width)
        return input.withUnsafeBufferPointer { input in
            ones.withUnsafeBufferPointer { ones in
                let output = execution.forward(input.baseAddress!, rows: rows, mode: .training(random))
                let value = (0..<rows * width).reduce(0.0) { $0 + Double(output[$1]) }
                execution.backward(ones.baseAddress!, parameters: .overwrite, inputGradient: false)
                network.pullBack(execution.workers)
                return (value, (0..<network.flatCount).map { network.gradients[$0] })
            }
        }
    }

    private static func expectGradient(of graph: Graph) {
        let workers = Workers(threads: 1)
        let network = Network(graph, seed: 7, stream: 8)
        let execution = Execution(network, batch: 4, workers: workers)
        let input = numbers(4 * graph.input.count, seed: 9)
        let gradient = pass(execution, input).gradient
        #expect(gradient.contains { abs($0) > 0.1 })
        for index in 0..<network.flatCount {
            let before = network.parameters[index]
            var values: [Double] = []
            for step in [Float(0.01), -0.01] {
                network.parameters[index] = before + step
                network.derive(workers)
                values.append(pass(execution, input).value)
            }
            network.parameters[index] = before
            network.derive(workers)
            let expected = (values[0] - values[1]) / 0.02
            // Padding is read by nobody.
            #expect(abs(Double(gradient[index]) - expected) < 2e-3, "parameter \(index)")
        }
    }

    @Test func aLayerWithTwoInputs() throws {
        let graph = try Self.graph("- dense: {units: 4, id: early}\n- tanh\n- merge: {from: early, units: 2}\n- tanh\n")
        #expect(graph.output == Shape([2]) && graph.parameters.map(\.shape).contains([2, 8]))
        Self.expectGradient(of: graph)
    }

    @Test func aTransformOfWeights() throws {
        let yaml = "- dense: 4\n- tanh\n- dense: 2\n"
        let (plain, halved) = (try Self.graph(yaml), try Self.graph(yaml, network: ["halved"]))
        #expect(halved.parameters.map(\.name).contains("0.parametrizations.weight.original"))
        // Its key is there for every layer with weights, and for a network.
        let own = try Self.graph("- dense: {units: 4, halved: true}\n- tanh\n- dense: 2\n")
        #expect(own.parameters.compactMap(\.transform).count == 1)
        #expect(own.rows[0].text == "dense: {units: 4, halved: true}")
        Self.expectGradient(of: halved)
        let workers = Workers(threads: 1)
        let networks = [plain, halved].map { Network($0, seed: 1, stream: 1) }
        for index in 0..<networks[0].flatCount {
            networks[1].parameters[index] = 2 * networks[0].parameters[index]
        }
        // Biases are not halved, and start at 0.
        networks[1].derive(workers)
        let input = Self.numbers(12, seed: 2)
        let values = networks.map { Self.pass(Execution($0, batch: 4, workers: workers), input).value }
        #expect(abs(values[0] - values[1]) < 1e-6)
    }

    @Test func aLoss() throws {
        let registry = Registry<any Loss>(.losses, Losses.registry.types + [Pearson.self])
        let loss = try registry.make(#require(Self.read("pearson", .losses, registry.declarations).first))
        func value(_ outputs: [Float], _ body: (LossBatch) -> Double) -> (value: Double, gradient: [Float]) {
            var gradient = [Float](repeating: 0, count: outputs.count)
            let ones = [Float](repeating: 1, count: outputs.count)
            let value = gradient.withUnsafeMutableBufferPointer { gradient in
                outputs.withUnsafeBufferPointer { outputs in
                    ones.withUnsafeBufferPointer { ones in
                        body(
                            LossBatch(
                                outputs: outputs.baseAddress!, targets: ones.baseAddress!,
                                gradient: gradient.baseAddress!, count: outputs.count))
                    }
                }
            }
            return (value, gradient)
        }
        let separable = try #require(loss as? any SeparableLoss)
        let terms: [(LossBatch) -> Double] = [
            separable.discriminatorOnReal, separable.discriminatorOnFake, separable.generator,
        ]
        let outputs = Self.numbers(5, seed: 3).map { 4 * $0 }
        for term in terms {
            let gradient = value(outputs, term).gradient
            for index in outputs.indices {
                let sides = [Float(0.01), -0.01].map { step in
                    value(outputs.enumerated().map { $0.offset == index ? $0.element + step : $0.element }, term).value
                }
                #expect(abs((sides[0] - sides[1]) / 0.02 - Double(gradient[index])) < 1e-4)
            }
        }
        let theory = loss.equilibrium(LabelSmoothing(real: 1, fake: 0, flip: 0))
        let constant = [Float](repeating: Float(try #require(theory.output)), count: 3)
        let (real, fake) = (value(constant, terms[0]).value, value(constant, terms[1]).value)
        #expect(real + fake == theory.discriminatorLoss && value(constant, terms[2]).value == theory.generatorLoss)
    }

    @Test func aRegularizer() throws {
        let registry = Registry<any Regularizer>(
            .regularizers, Regularizers.registry.types + [SlopeLimit.self], added: Regularizers.registry.added)
        let choices = try Self.read("[slope_limit: {limit: 2}]", .regularizers, registry.declarations)
        let rule = try #require(choices.first.map(registry.make) as? any SlopePenalty)
        for norm in [0, 1.5, 2.5, 4] {
            let step = 1e-4
            let slope = (rule.cost(norm + step).value - rule.cost(norm - step).value) / (2 * step)
            #expect(abs(slope - rule.cost(norm).slopeOverNorm * norm) < 1e-3)
        }
        #expect(rule.cost(1.5).value == 0 && rule.cost(3).value == 10 && rule.isDue(7))
        // Its weight can have a course without a word of its own.
        #expect(choices[0].values["schedule"] == .null && SlopeLimit.scheduledKeys == ["weight"])
    }

    @Test func aMetric() throws {
        let registry = Registry<any SampleMetric>(.metrics, Metrics.registry.types + [MeanDistance.self])
        let choices = try Self.read("[mean_distance]", .metrics, registry.declarations)
        let generated = Samples(shape: [2], count: 2, values: [3, 4, 5, 6])
        let real = Samples(shape: [2], count: 2, values: [0, 0, 2, 2])
        let found = try Metrics.measure(
            choices.map(registry.make), SampleSet(training: real, heldOut: real, generated: generated))
        #expect(found == [MetricValue("mean_distance", 5)])
    }
}
