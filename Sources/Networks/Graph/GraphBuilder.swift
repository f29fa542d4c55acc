import Configuration
import Diagnostics

/// Takes the operations that layers lower themselves to, one after another, and infers their shapes.
public struct GraphBuilder: Sendable {
    private(set) var nodes: [Graph.Node] = []
    /// By value: the network's inputs, then the output of every node.
    private(set) var shapes: [Shape]
    /// All layers, nested ones included, in the order in which they were met.
    private(set) var layers: [Graph.LayerSite] = []
    /// The value that the next operation reads.
    private(set) var current = 0
    /// The values that the layer joins to the current one, by the ids that its `from` gives.
    private(set) var joined: [(id: String, value: Int)] = []
    /// What produced the current value, for messages: the name of a layer.
    private(set) var origin = "the network's input"
    private let inputCount: Int
    let transforms: WeightTransforms
    private let lowering: Lowering
    private var layer = 0
    /// Ids and their values, from the network's own to those of the innermost list of layers.
    private var scopes: [[String: Int]]
    private var parameterCount = 0
    private var valueCount: Int

    /// Connects an entry of a list of layers to what it reads, and adds its operations unless it is left out.
    typealias Lowering =
        @Sendable (_ choice: Choice, _ isLeftOut: Bool, _ builder: inout GraphBuilder) throws(ShapeError) -> Void

    init(inputs: [Graph.Input], transforms: WeightTransforms, lowering: @escaping Lowering) {
        self.transforms = transforms
        self.lowering = lowering
        shapes = inputs.map(\.shape)
        inputCount = inputs.count
        scopes = [Dictionary(uniqueKeysWithValues: inputs.enumerated().map { ($0.element.name, $0.offset) })]
        valueCount = shapes.reduce(0) { saturatingSum($0, $1.count) }
    }

    /// The shape of a sample at this point.
    var shape: Shape { shapes[current] }

    /// Appends an operation that reads the current value, and makes its output the current value.
    mutating func add(_ operation: any Operation) throws(ShapeError) {
        try add(operation, inputs: [current])
    }

    /// Appends an operation that reads any earlier values.
    /// - Parameter owner: an earlier value, the parameters of whose operation it reads in place of its own.
    mutating func add(_ operation: any Operation, inputs: [Int], sharing owner: Int? = nil) throws(ShapeError) {
        precondition(owner.map { nodes[$0 - inputCount].operation.lendsParameters } ?? true, "it keeps them to itself")
        let shapesIn = inputs.map { shapes[$0] }
        let output = try operation.outputShape(shapesIn)
        guard output.count <= Limits.values else {
            throw ShapeError(
                "the output \(output) has more than \(Limits.values) values per sample", help: "make it smaller")
        }
        valueCount = saturatingSum(valueCount, output.count)
        guard valueCount <= Limits.allValues else {
            throw ShapeError(
                "the network holds more than \(Limits.allValues) values per sample up to here",
                help: "use fewer or smaller layers")
        }
        let declared = owner == nil ? operation.parameters(input: Port(shapesIn[0]), output: Port(output)) : []
        let count = declared.reduce(0) { saturatingSum($0, $1.layout.count) }
        parameterCount = saturatingSum(parameterCount, count)
        guard parameterCount <= Limits.parameters else {
            throw ShapeError(
                "the parameters up to here take more than \(Limits.parameters >> 28) GiB",
                help: "use fewer or smaller layers")
        }
        guard nodes.count < Limits.nodes else {
            throw ShapeError(
                "the network has more than \(Limits.nodes) operations up to here", help: "use fewer layers")
        }
        nodes.append(
            Graph.Node(operation: operation, inputs: inputs, layer: layer, owner: owner.map { $0 - inputCount }))
        shapes.append(output)
        current = inputCount + nodes.count - 1
    }

    /// Goes back to an earlier value: what is added next reads it.
    mutating func rewind(to value: Int, origin: String) {
        current = value
        self.origin = origin
    }

    /// The current shape as an image.
    /// - Throws: for a layer that needs one, with the reshape that would give it where one is near.
    func image(for layer: String) throws(ShapeError) -> ImageSize {
        if let image = shape.image { return image }
        throw ShapeError(
            "\(layer) needs an image [height, width, channels]; its input has shape \(shape) (from \(origin))",
            help: shape.features.flatMap(Self.squareImage).map { "put `reshape: \($0)` before it" }
                ?? "put a `reshape: [height, width, channels]` before it")
    }

    /// The current shape as a vector.
    func features(for layer: String) throws(ShapeError) -> Int {
        if let features = shape.features { return features }
        throw ShapeError(
            "\(layer) needs a vector [features]; its input has shape \(shape) (from \(origin))",
            help: "put `flatten` before it")
    }

    /// The square image of one or three channels that has `count` values.
    private static func squareImage(_ count: Int) -> Shape? {
        for channels in [1, 3] where count % channels == 0 {
            let side = Int(Double(count / channels).squareRoot().rounded())
            if side > 1, side * side * channels == count { return Shape([side, side, channels]) }
        }
        return nil
    }
}

extension GraphBuilder {
    /// Lowers a list of layers, one after another from the current value. Ids that it gives are known inside it only.
    /// - Parameter path: of the list among the network's layers, such as "3.layers."; empty for the network's own.
    mutating func lower(_ list: [Choice], path: String) throws(ShapeError) {
        scopes.append([:])
        defer { scopes.removeLast() }
        for (index, choice) in list.enumerated() { try lower(choice, path: "\(path)\(index)") }
    }

    /// The value of an input of the network, by its name.
    func networkInput(_ name: String) -> Int? { scopes[0][name].flatMap { $0 < inputCount ? $0 : nil } }

    /// The path of the layer that is being lowered.
    var path: String { layers[layer].path }

    /// - Parameter isLeftOut: whether the layer does nothing here: the loss applies it.
    mutating func lower(_ choice: Choice, path: String, isLeftOut: Bool = false) throws(ShapeError) {
        let outer = layer
        layer = layers.count
        let own = layer
        layers.append(Graph.LayerSite(path: path, choice: choice, output: current, isLeftOut: isLeftOut))
        do throws(ShapeError) {
            try lowering(choice, isLeftOut, &self)
            try register(choice)
        } catch {
            throw error.located(choice.location)
        }
        layers[own].output = current
        origin = choice.id.map { "'\($0)'" } ?? choice.name
        layer = outer
    }

    /// Follows the layer's `from`.
    /// - Parameter joins: whether the values that its `from` names are joined to the current one.
    mutating func connect(_ choice: Choice, joins: Bool) throws(ShapeError) {
        joined = []
        let names = choice.from
        for name in names { joined.append((name, try value(of: name, for: choice))) }
        guard !joins, let first = joined.first else { return }
        guard names.count == 1 else {
            throw ShapeError(
                "\(choice.name) reads one value; its `from` names \(names.count): \(names.joined(separator: ", "))",
                help: joining)
        }
        rewind(to: first.value, origin: "'\(first.id)'")
        joined = []
    }

    /// How a layer that reads one value comes to read what its `from` names.
    private var joining: String {
        let others = joined.filter { $0.value != current }.map(\.id)
        guard !others.isEmpty else { return "name one of them" }
        let ids = others.joined(separator: ", ")
        return
            "put `concat: [\(ids)]` or `add: [\(ids)]` before it, which joins \(others.count == 1 ? "it" : "them") to "
            + "the value there, and leave `from` out"
    }

    private func value(of id: String, for choice: Choice) throws(ShapeError) -> Int {
        for scope in scopes.reversed() { if let value = scope[id] { return value } }
        let known = scopes.flatMap(\.keys).sorted()
        throw ShapeError(
            "\(choice.name) reads from '\(id)', and no layer before it has that id",
            help: Similarity.nearest(to: id, in: known).map { "an id with a similar name exists: '\($0)'" }
                ?? "ids known here: \(known.joined(separator: ", "))")
    }

    private mutating func register(_ choice: Choice) throws(ShapeError) {
        guard let id = choice.id else { return }
        guard !scopes.contains(where: { $0[id] != nil }) else {
            let isInput = (scopes[0][id] ?? inputCount) < inputCount
            throw ShapeError(
                isInput ? "'\(id)' is the network's input and no id of a layer" : "the id '\(id)' is given twice",
                help: "give the layer another id")
        }
        scopes[scopes.count - 1][id] = current
    }

    /// The first value that nothing reads and that is not what the network gives.
    var unread: Int? {
        var isRead = [Bool](repeating: false, count: shapes.count)
        for node in nodes { for input in node.inputs { isRead[input] = true } }
        return nodes.indices.map { inputCount + $0 }.first { !isRead[$0] && $0 != current }
    }

    /// The layer that a node's value came from.
    func layer(of value: Int) -> Choice { layers[nodes[value - inputCount].layer].choice }
}
