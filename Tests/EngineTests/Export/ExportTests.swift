import Configuration
import Diagnostics
import Export
import Formats
import Foundation
import Kernels
import Networks
import Reference
import TestSupport
import Testing

@testable import Engine

/// Networks as ONNX models. export.py had onnx check every case in full, and held what onnxruntime makes of it against
/// the engine; proved.json names the models that passed. With SADDLE_ONNX set to a folder, the inputs of that script
/// are written there.
@Suite struct ExportTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let inputs = ProcessInfo.processInfo.environment["SADDLE_ONNX"]

    /// By case: a hash of the model's operations, shapes and names, its numbers left out.
    private static let proved: [String: String] = {
        guard let data = try? Data(contentsOf: folder.appending(path: "proved.json")) else { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
    }()

    /// Layers that make a sample's output depend on the others of its batch.
    private static let refused = ["minibatch_stddev", "minibatch_discrimination"]

    private static func canBeExported(_ networkCase: NetworkCase) -> Bool {
        networkCase.choices.flatMap(\.withInner).allSatisfy { !refused.contains($0.name) }
    }

    private static func model(_ network: Network) throws -> ONNXModel {
        try ONNXModel(network, title: "case", input: "x", output: "y", producerVersion: "0")
    }

    /// Every layer of the registry, alone and between others: a new one is under test by being listed.
    @Test(arguments: NetworkCase.all.filter(canBeExported)) func isWellFormed(_ networkCase: NetworkCase) throws {
        let model = try Self.model(Network(networkCase.graph(), seed: 1, stream: 0))
        let graph = try ProtobufMessage(model.bytes[...]).messages(7)[0]
        var known = Set(try graph.messages(11).compactMap { try $0.text(1) })
        known.formUnion(try graph.messages(5).compactMap { try $0.text(8) })
        for node in try graph.messages(1) {
            for input in try node.texts(1) { #expect(known.contains(input), "nothing gives '\(input)'") }
            for output in try node.texts(2) { #expect(known.insert(output).inserted, "'\(output)' is given twice") }
        }
        #expect(known.contains("y"))
        if let proved = Self.proved[networkCase.description] {
            #expect(
                try Self.fingerprint(graph) == proved,
                "the model is no longer the one that onnxruntime agreed with: run export.py again")
        }
    }

    @Test func everyLayerIsProved() {
        let layers = NetworkCase.all.filter { Self.proved[$0.description] != nil }
            .flatMap { $0.choices.flatMap(\.withInner).map(\.name) }
        #expect(
            Set(Layers.registry.declarations.map(\.name)).subtracting(layers).sorted() == Self.refused.sorted(),
            "what is new here is for export.py to judge")
    }

    @Test(arguments: refused) func aLayerThatCannotBeExportedIsAnErrorAtItsPlace(_ name: String) throws {
        let networkCase = NetworkCase([6], "dense: 4", name, "dense: 2")
        let error = #expect(throws: DiagnosticError.self) {
            try Self.model(Network(networkCase.graph(), seed: 1, stream: 0))
        }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(error?.diagnostics.count == 1 && diagnostic.location != nil)
        #expect(diagnostic.message.hasPrefix("the layer '\(name)' cannot be exported: it makes what it says"))
    }

    /// Of names, types, attributes and sizes. Numbers differ in their last bits between processors.
    private static func fingerprint(_ graph: ProtobufMessage) throws -> String {
        var words: [String] = []
        for node in try graph.messages(1) {
            words += try node.texts(1) + node.texts(2) + node.texts(4)
            for attribute in try node.messages(5) {
                words.append(
                    try "\(attribute.texts(1)) \(attribute.integers(3)) \(attribute.integers(8)) \(attribute.floats(2))"
                )
            }
        }
        for tensor in try graph.messages(5) { words.append(try "\(tensor.texts(8)) \(tensor.integers(1))") }
        for value in try graph.messages(11) + graph.messages(12) {
            words.append(try "\(value.texts(1)) \(value.bytes(2).map(Array.init))")
        }
        return String(StableHash.hash(words.joined(separator: "\n")), radix: 16)
    }

    private struct Input: Encodable {
        let name: String, fingerprint: String
        /// Of a sample, channels last.
        let shape: [Int], outputShape: [Int]
        let x: [Double], labels: [Double], gumbel: [Double]
        /// What the engine makes of x.
        let y: [Double]
    }

    @Test(.enabled(if: inputs != nil, "set SADDLE_ONNX to a folder")) func writesTheInputsOfTheScript() throws {
        let folder = URL(filePath: try #require(Self.inputs))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (index, networkCase) in NetworkCase.all.filter(Self.canBeExported).enumerated() {
            let batch = 5
            let trial = try Trial(networkCase, batch: batch, seed: 3)
            let engine = try TestedNetwork(networkCase, batch: batch)
            try engine.load(trial.values)
            let y = engine.forward(trial.input, .inference)
            let model = try Self.model(engine.network)
            let graph = try ProtobufMessage(model.bytes[...]).messages(7)[0]
            // Of several layers that draw, by sample: the numbers of the first, those of the second, and so on.
            let drawn = trial.inferenceMasks.sorted { Int($0.key) ?? 0 < Int($1.key) ?? 0 }.map(\.value)
            let gumbel = (0..<batch).flatMap { row in
                drawn.flatMap { numbers in
                    let share = numbers.count / batch
                    return numbers[row * share..<(row + 1) * share]
                }
            }
            let labels = (0..<batch).flatMap { row in
                (0..<NetworkCase.classes).map { label -> Double in
                    label == NetworkCase.label(ofRow: row) ? 1 : 0
                }
            }
            let input = Input(
                name: networkCase.description, fingerprint: try Self.fingerprint(graph), shape: networkCase.input,
                outputShape: y.shape, x: trial.input.values, labels: labels, gumbel: gumbel, y: y.values)
            try Data(model.bytes).write(to: folder.appending(path: "\(index).onnx"))
            try JSONEncoder().encode(input).write(to: folder.appending(path: "\(index).json"))
        }
    }
}
