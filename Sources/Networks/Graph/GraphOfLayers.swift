import Configuration
import Diagnostics

extension Graph {
    /// Lowers layers to the operations of a network with one input, which ids know as `input`.
    public init(
        layers: [Choice], input: Shape, initializer: Choice, transforms: WeightTransforms = .none,
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
    ///   - transforms: of weights.
    ///   - registry: of the layers.
    ///   - foldFinalSigmoid: leave out a `sigmoid` at the end, since the loss works on logits and applies it itself.
    /// - Throws: the first layer that cannot follow what stands before it, at its place in the file; what comes after
    ///   it has no known shape.
    public init(
        layers: [Choice], inputs: [Input], initializer: Choice, transforms: WeightTransforms = .none,
        foldFinalSigmoid: Bool = false, registry: Registry<any Layer> = Layers.registry
    ) throws(DiagnosticError) {
        guard !layers.isEmpty else {
            throw DiagnosticError([
                Diagnostic(.error, "a network needs at least one layer", help: "for example layers: [dense: 2]")
            ])
        }
        var builder = GraphBuilder(
            inputs: inputs, transforms: transforms,
            lowering: { choice, isLeftOut, builder throws(ShapeError) in
                let layer = registry.make(choice)
                try builder.connect(choice, joins: layer.joins)
                if !isLeftOut { try layer.lower(&builder) }
            })
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
            let declared = node.owner == nil ? node.operation.parameters(input: input, output: output) : []
            nodes[index].parameters =
                node.owner.map { nodes[$0].parameters } ?? parameters.count..<parameters.count + declared.count
            let path = builder.layers[node.layer].path
            // What transforms train follows what the operation declares.
            var trained: [ParameterSpec] = []
            let end = nodes[index].parameters.upperBound
            for parameter in declared {
                let besides = parameter.transform?.parameters(of: parameter.name, parameter.layout) ?? []
                let remembered = parameter.transform?.state(of: parameter.name, parameter.layout) ?? []
                parameters.append(
                    ParameterSpec(
                        parameter, path: path,
                        transformParameters: end + trained.count..<end + trained.count + besides.count,
                        transformState: state.count..<state.count + remembered.count))
                trained += besides.map { ParameterSpec($0, path: path) }
                state += remembered.map { StateSpec($0, path: path) }
            }
            parameters += trained
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
}

extension ParameterSpec {
    fileprivate init(
        _ declaration: ParameterDeclaration, path: String, transformParameters: Range<Int> = 0..<0,
        transformState: Range<Int> = 0..<0
    ) {
        let name = declaration.transform?.storedName(declaration.name) ?? declaration.name
        self.init(
            name: "\(path).\(name)", layout: declaration.layout, start: declaration.start,
            transform: declaration.transform, transformParameters: transformParameters,
            transformState: transformState)
    }
}
