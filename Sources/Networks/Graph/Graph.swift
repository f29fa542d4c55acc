import Configuration
import Diagnostics

/// A network as a value: operations, what each reads, and the shape of everything. Nodes stand in an order in which
/// they can be computed; a value may be read by several of them. The last node gives the output.
public struct Graph: Sendable {
    public let inputs: [Input]
    public let nodes: [Node]
    /// By value: the inputs, then the output of every node.
    public let ports: [Port]
    /// What is trained, in the order and with the names of PyTorch's `nn.Sequential` of the same layers.
    public let parameters: [ParameterSpec]
    /// What is remembered between batches.
    public let state: [StateSpec]
    /// Every layer, nested ones included, those of a list after the layer that holds it.
    public let layers: [LayerSite]
    /// Whether a final sigmoid was left to the loss.
    public let foldedSigmoid: Bool
    /// Of the last layer, for messages about the output's shape.
    public let outputLocation: Location?
    /// For parameters whose layer names no initializer.
    public let initializer: Choice

    /// The shape of the first input: noise, or a sample.
    public var input: Shape { ports[0].shape }
    public var output: Shape { ports[ports.count - 1].shape }

    /// The value that a node gives.
    public func value(ofNode index: Int) -> Int { inputs.count + index }

    /// Whether a sample's output depends on the other samples of a training batch: such a network must see real and
    /// generated samples in separate batches.
    public var hasBatchStatistics: Bool { nodes.contains { $0.operation.hasBatchStatistics } }

    /// The layer that a person wrote: of one that another has made inside itself, that other.
    public func writtenLayer(_ index: Int) -> Int {
        var (written, path) = (index, layers[index].path[...])
        while layers[written].choice.location == nil, let end = path.lastIndex(of: ".") {
            path = path[..<end]
            written = layers.firstIndex { $0.path == path } ?? written
        }
        return written
    }

    /// Trained values.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

    /// Floating-point operations of a node's product for one sample: two for each multiply-add.
    public func flops(ofNode index: Int) -> Int {
        let node = nodes[index]
        return saturatingProduct(
            2, node.operation.products(input: ports[node.inputs[0]].shape, output: ports[value(ofNode: index)].shape))
    }
}

extension Graph {
    /// A value that comes from outside: noise or samples, labels.
    public struct Input: Hashable, Sendable {
        /// By which layers read it: `from: label`.
        public let name: String
        /// Of one sample.
        public let shape: Shape

        public init(_ name: String, _ shape: Shape) {
            self.name = name
            self.shape = shape
        }
    }

    /// One operation in a graph and the values that it reads.
    public struct Node: Sendable {
        public let operation: any Operation
        public let inputs: [Int]
        /// The index, in the graph's `layers`, of the one that it came from.
        public let layer: Int
        /// The earlier node, one that lends them, whose parameters it reads in place of its own.
        public let owner: Int?
        /// Indices into the graph's `parameters` and `state`.
        public internal(set) var parameters: Range<Int> = 0..<0
        public internal(set) var state: Range<Int> = 0..<0

        init(operation: any Operation, inputs: [Int], layer: Int, owner: Int? = nil) {
            self.operation = operation
            self.inputs = inputs
            self.layer = layer
            self.owner = owner
        }
    }

    /// A layer of the file and where it stands in the network.
    public struct LayerSite: Hashable, Sendable {
        /// Its index in the list; of a nested layer with those around it, as PyTorch names modules: "3.layers.0".
        public let path: String
        public let choice: Choice
        /// The value that it gives.
        public internal(set) var output: Int
        /// Whether the loss applies it in the network's place.
        public let isLeftOut: Bool
    }
}

extension Graph: CustomStringConvertible {
    /// One line for every value: `%1 [128] = matmul(%0) with 0.weight`.
    public var description: String {
        let lines = nodes.enumerated().map { index, node in
            let names = (node.parameters.map { parameters[$0].name } + node.state.map { state[$0].name })
                .joined(separator: ", ")
            let inputs = node.inputs.map { "%\($0)" }.joined(separator: ", ")
            let value = value(ofNode: index)
            return "%\(value) \(ports[value].shape) = \(node.operation)(\(inputs))"
                + (names.isEmpty ? "" : " with \(names)")
        }
        let inputs = inputs.enumerated().map { index, input in
            "%\(index) \(input.shape)" + (self.inputs.count > 1 ? " \(input.name)" : "")
        }
        return (inputs + lines).joined(separator: "\n")
    }
}
