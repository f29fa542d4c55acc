import Configuration
import Diagnostics

/// A network as a value: operations, what each reads, and the shape of everything. Nodes stand in an order in which
/// they can be computed.
public struct Graph: Sendable {
    public let nodes: [Node]
    /// By value: 0 is the input, i + 1 the output of node i.
    public let ports: [Port]
    /// What is trained, in the order and with the names of PyTorch's `nn.Sequential` of the same layers.
    public let parameters: [ParameterSpec]
    /// What is remembered between batches.
    public let state: [StateSpec]
    /// One row for every layer, as `saddle check` shows them.
    public let rows: [LayerRow]
    /// Whether a final sigmoid was left to the loss.
    public let foldedSigmoid: Bool
    /// Of the last layer, for messages about the output's shape.
    public let outputLocation: Location?
    /// For parameters whose layer names no initializer.
    public let initializer: Choice

    public var input: Shape { ports[0].shape }
    public var output: Shape { ports[ports.count - 1].shape }

    /// Whether a sample's output depends on the other samples of a training batch: such a network must see real and
    /// generated samples in separate batches.
    public var hasBatchStatistics: Bool { nodes.contains { $0.operation.hasBatchStatistics } }

    /// Trained values.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

    /// Lowers `layers` to operations.
    /// - Parameters:
    ///   - initializer: for weights whose layer names none.
    ///   - foldFinalSigmoid: leave out a `sigmoid` at the end, since the loss works on logits and applies it itself.
    /// - Throws: the first layer that cannot follow what stands before it, at its place in the file; what comes after
    ///   it has no known shape.
    public init(layers: [Choice], input: Shape, initializer: Choice, foldFinalSigmoid: Bool = false)
        throws(DiagnosticError)
    {
        guard !layers.isEmpty else { throw DiagnosticError([Diagnostic(.error, "a network needs at least one layer")]) }
        var builder = GraphBuilder(input: input)
        let folds = foldFinalSigmoid && layers.last?.name == Sigmoid.declaration.name
        var outputs: [Int] = []
        for (index, choice) in layers.enumerated() {
            builder.layer = index
            if !(folds && index == layers.count - 1) {
                do {
                    try Layers.registry.make(choice).lower(&builder)
                } catch {
                    throw DiagnosticError([Diagnostic(.error, error.message, at: choice.location, help: error.help)])
                }
            }
            builder.origin = choice.name
            outputs.append(builder.current)
        }
        self.init(builder, layers: layers, outputs: outputs, initializer: initializer, folds: folds)
    }

    private init(_ builder: GraphBuilder, layers: [Choice], outputs: [Int], initializer: Choice, folds: Bool) {
        var nodes = builder.nodes
        let ports = Graph.ports(nodes: nodes, shapes: builder.shapes)
        var parameters: [ParameterSpec] = []
        var state: [StateSpec] = []
        for index in nodes.indices {
            let node = nodes[index]
            let (input, output) = (ports[node.inputs[0]], ports[index + 1])
            let declared = node.operation.parameters(input: input, output: output)
            nodes[index].parameters = parameters.count..<parameters.count + declared.count
            for parameter in declared { parameters.append(parameter, layer: node.layer) }
            let remembered = node.operation.state(input: input, output: output)
            nodes[index].state = state.count..<state.count + remembered.count
            for piece in remembered { state.append(piece, layer: node.layer) }
        }
        self.nodes = nodes
        self.ports = ports
        self.parameters = parameters
        self.state = state
        self.initializer = initializer
        foldedSigmoid = folds
        outputLocation = layers.last?.location
        rows = layers.indices.map { layer in
            let own = nodes.indices.filter { nodes[$0].layer == layer }
            return LayerRow(
                index: layer,
                text: layers[layer].layerText + (folds && layer == layers.count - 1 ? " (in the loss)" : ""),
                output: ports[outputs[layer]].shape,
                parameters: own.flatMap { nodes[$0].parameters }.reduce(0) { $0 + parameters[$1].count },
                flops: own.reduce(0) { saturatingSum($0, Graph.flops(nodes[$1], output: $1 + 1, ports)) })
        }
    }

    /// Floating-point operations of one node's product for one sample: two for each multiply-add.
    public static func flops(_ node: Node, output: Int, _ ports: [Port]) -> Int {
        saturatingProduct(2, node.operation.products(input: ports[node.inputs[0]].shape, output: ports[output].shape))
    }
}

extension Graph {
    /// One operation in a graph and the values that it reads: 0 is the network's input, i + 1 the output of node i.
    public struct Node: Sendable {
        public let operation: any Operation
        public let inputs: [Int]
        /// The index of the layer that it came from.
        public let layer: Int
        /// Indices into the graph's `parameters` and `state`.
        public internal(set) var parameters: Range<Int> = 0..<0
        public internal(set) var state: Range<Int> = 0..<0

        init(operation: any Operation, inputs: [Int], layer: Int) {
            self.operation = operation
            self.inputs = inputs
            self.layer = layer
        }
    }
}

extension Graph: CustomStringConvertible {
    /// One line for every node: `%1 [128] = matmul(%0) -> 0.weight`.
    public var description: String {
        let lines = nodes.enumerated().map { index, node in
            let names = (node.parameters.map { parameters[$0].name } + node.state.map { state[$0].name })
                .joined(separator: ", ")
            let inputs = node.inputs.map { "%\($0)" }.joined(separator: ", ")
            return "%\(index + 1) \(ports[index + 1].shape) = \(node.operation)(\(inputs))"
                + (names.isEmpty ? "" : " with \(names)")
        }
        return (["%0 \(input)"] + lines).joined(separator: "\n")
    }
}

extension Array where Element == ParameterSpec {
    fileprivate mutating func append(_ declaration: ParameterDeclaration, layer: Int) {
        append(
            ParameterSpec(
                name: "\(layer).\(declaration.name)", layout: declaration.layout, start: declaration.start))
    }
}
