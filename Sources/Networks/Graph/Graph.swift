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

    /// Trained values.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

    /// Lowers layers to the operations of a network with one input, which ids know as `input`.
    public init(
        layers: [Choice], input: Shape, initializer: Choice, transforms: WeightTransforms.Choice = .named([]),
        foldFinalSigmoid: Bool = false
    ) throws(DiagnosticError) {
        try self.init(
            layers: layers, inputs: [Input("input", input)], initializer: initializer, transforms: transforms,
            foldFinalSigmoid: foldFinalSigmoid)
    }

    /// Lowers `layers` to operations.
    /// - Parameters:
    ///   - inputs: the first is what the first layer reads; the others are read through `from`.
    ///   - initializer: for weights whose layer names none.
    ///   - transforms: of the weights of every layer that does not say so itself.
    ///   - registry: of the layers.
    ///   - foldFinalSigmoid: leave out a `sigmoid` at the end, since the loss works on logits and applies it itself.
    /// - Throws: the first layer that cannot follow what stands before it, at its place in the file; what comes after
    ///   it has no known shape.
    public init(
        layers: [Choice], inputs: [Input], initializer: Choice, transforms: WeightTransforms.Choice = .named([]),
        foldFinalSigmoid: Bool = false, registry: Registry<any Layer> = Layers.registry
    ) throws(DiagnosticError) {
        guard !layers.isEmpty else { throw DiagnosticError([Diagnostic(.error, "a network needs at least one layer")]) }
        var builder = GraphBuilder(inputs: inputs, transforms: transforms, registry: registry)
        let folds = foldFinalSigmoid && layers.last?.name == Sigmoid.declaration.name
        do {
            for (index, choice) in layers.enumerated() {
                try builder.lower(choice, path: "\(index)", isLeftOut: folds && index == layers.count - 1)
            }
        } catch {
            throw DiagnosticError([Diagnostic(.error, error.message, at: error.location, help: error.help)])
        }
        if let unread = builder.unread {
            throw DiagnosticError([
                Diagnostic(
                    .error, "nothing reads what this layer gives", at: builder.layer(of: unread).location,
                    help: "give it an id and join it with `add` or `concat`, or leave it out")
            ])
        }
        self.init(builder, inputs: inputs, initializer: initializer, folds: folds, end: layers.last?.location)
    }

    private init(_ builder: GraphBuilder, inputs: [Input], initializer: Choice, folds: Bool, end: Location?) {
        var nodes = builder.nodes
        let ports = Graph.ports(nodes: nodes, shapes: builder.shapes)
        var parameters: [ParameterSpec] = []
        var state: [StateSpec] = []
        for index in nodes.indices {
            let node = nodes[index]
            let (input, output) = (ports[node.inputs[0]], ports[inputs.count + index])
            let declared = node.operation.parameters(input: input, output: output)
            nodes[index].parameters = parameters.count..<parameters.count + declared.count
            let path = builder.layers[node.layer].path
            for parameter in declared {
                let remembered = parameter.transform?.state(of: parameter.name, parameter.layout) ?? []
                let indices = state.count..<state.count + remembered.count
                state += remembered.map { StateSpec($0, path: path) }
                parameters.append(ParameterSpec(parameter, path: path, transformState: Array(indices)))
            }
            let remembered = node.operation.state(input: input, output: output)
            nodes[index].state = state.count..<state.count + remembered.count
            state += remembered.map { StateSpec($0, path: path) }
        }
        self.inputs = inputs
        self.nodes = nodes
        self.ports = ports
        self.parameters = parameters
        self.state = state
        self.initializer = initializer
        layers = builder.layers
        foldedSigmoid = folds
        outputLocation = end
    }

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
        /// Indices into the graph's `parameters` and `state`.
        public internal(set) var parameters: Range<Int> = 0..<0
        public internal(set) var state: Range<Int> = 0..<0

        init(operation: any Operation, inputs: [Int], layer: Int) {
            self.operation = operation
            self.inputs = inputs
            self.layer = layer
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

extension ParameterSpec {
    fileprivate init(_ declaration: ParameterDeclaration, path: String, transformState: [Int] = []) {
        let name = declaration.transform?.storedName(declaration.name) ?? declaration.name
        self.init(
            name: "\(path).\(name)", layout: declaration.layout, start: declaration.start,
            transform: declaration.transform, transformState: transformState)
    }
}
