import Formats
import Kernels
import TestSupport
import Networks
import Reference

@testable import Engine

/// The engine on a case, spoken to in double precision and in PyTorch's layouts.
final class TestedNetwork {
    let graph: Graph
    let network: Network
    let execution: Execution
    private let input: FloatBuffer
    private let functional: FloatBuffer
    private let labels: FloatBuffer

    init(_ networkCase: NetworkCase, batch: Int, workers: Workers = .shared) throws {
        graph = try networkCase.graph()
        network = Network(graph, seed: 1, stream: 0)
        execution = Execution(network, batch: batch, workers: workers)
        input = FloatBuffer(count: batch * graph.input.count)
        functional = FloatBuffer(count: batch * graph.output.count)
        labels = FloatBuffer(count: batch * NetworkCase.classes)
        for n in 0..<batch { labels[n * NetworkCase.classes + NetworkCase.label(ofRow: n)] = 1 }
        if graph.inputs.count > 1 { execution.bind(labels.pointer, toInput: 1) }
    }

    /// Parameters and running statistics by name.
    func load(_ values: [String: Tensor]) throws {
        try network.load(values.map { NamedTensor($0, shape: $1.shape, values: $1.values.map(Float.init)) })
    }

    var values: [String: Tensor] { Self.byName(network.export()) }

    func forward(_ x: Rows, _ mode: Execution.Mode) -> Rows {
        for (index, value) in x.values.enumerated() { input[index] = Float(value) }
        let output = execution.forward(input.pointer, rows: x.count, mode: mode)
        return Rows(
            graph.output.dimensions, (0..<x.count * graph.output.count).map { Double(output[$0]) })
    }

    /// Gradients of the last forward pass's output times `weights`.
    func gradients(of weights: [Double]) throws -> (input: [Double], parameters: [String: Tensor]) {
        for (index, weight) in weights.enumerated() { functional[index] = Float(weight) }
        // What is there must be overwritten, not added to.
        network.gradients.update(repeating: 7, count: network.flatCount)
        guard let gradient = execution.backward(functional.pointer, parameters: .overwrite, inputGradient: true) else {
            throw ReferenceNetwork.Failure(message: "no input gradient came back")
        }
        network.pullBack(.shared)
        let rows = weights.count / graph.output.count
        return (
            (0..<rows * graph.input.count).map { Double(gradient[$0]) },
            Self.byName(network.export(flat: network.gradients))
        )
    }

    static func byName(_ tensors: [NamedTensor]) -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for tensor in tensors {
            result[tensor.name] = Tensor(shape: tensor.shape, values: tensor.values.map(Double.init))
        }
        return result
    }
}
