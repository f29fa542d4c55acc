import Engine
import Formats
import Networks

/// An operation's place in a model: what it reads, what it may add.
///
/// Values have one of two forms. Images are channels first, [batch, channels, height, width], as ONNX has them. All
/// else is in the order of memory here: a vector is [batch, features], and one that is an image written out has its
/// channels innermost.
struct ExportSite {
    var model: ONNXModel
    private let network: Network
    /// Names of values, by their number in the graph.
    var names: [String]
    /// Of the node whose operation is written.
    private var index = 0
    /// Names given so far, by layer.
    private var counts: [Int: Int] = [:]
    private var layer = 0
    private var prefix = ""
    private var constants: Set<String> = []
    /// Gumbel numbers that operations read of a sample, so far.
    private(set) var gumbelCount = 0

    init(_ network: Network, _ model: ONNXModel, names: [String]) {
        self.network = network
        self.model = model
        self.names = names
    }

    /// Goes to a node of the graph.
    mutating func enter(_ index: Int) {
        self.index = index
        layer = network.graph.nodes[index].layer
        let site = network.graph.layers[layer]
        prefix = "\(site.path).\(site.choice.name)"
    }

    private var node: Graph.Node { network.graph.nodes[index] }
    /// Of the node's output.
    var output: Shape { network.graph.ports[network.graph.value(ofNode: index)].shape }
    var inputs: [String] { node.inputs.map { names[$0] } }
    var input: String { inputs[0] }
    func shape(ofInput index: Int) -> Shape { network.graph.ports[node.inputs[index]].shape }
    var inputShape: Shape { shape(ofInput: 0) }

    /// Parameter `index` of the operation, as operations read it.
    func parameter(_ index: Int) -> ParameterValues { network.parameterValues(node.parameters.lowerBound + index) }
    func state(_ index: Int) -> ParameterValues { network.stateValues(node.state.lowerBound + index) }

    // Nodes.

    /// Adds a node and names its output.
    mutating func add(
        _ type: String, _ inputs: [String], _ attributes: [(name: String, value: ONNXModel.Attribute)] = []
    ) -> String {
        let name = fresh(type)
        model.node(type, inputs, name, attributes)
        return name
    }

    private mutating func fresh(_ word: String) -> String {
        counts[layer, default: 0] += 1
        return "\(prefix)/\(counts[layer, default: 0]).\(word)"
    }

    /// A constant tensor.
    mutating func tensor(_ shape: [Int], _ values: [Float]) -> String {
        let name = fresh("values")
        model.tensor(name, shape: shape, values)
        return name
    }

    /// A single number, which may be used several times.
    mutating func number(_ value: Double) -> String {
        let name = "number \(Float(value))"
        if constants.insert(name).inserted { model.tensor(name, shape: [], [Float(value)]) }
        return name
    }

    mutating func indices(_ values: [Int]) -> String {
        let name = values.count <= 8 ? "indices \(values)" : fresh("indices")
        if constants.insert(name).inserted { model.indices(name, values) }
        return name
    }

    /// The batch as it is, and other axes after it; -1 for one of them: what is left.
    mutating func reshape(_ value: String, _ axes: [Int]) -> String {
        add("Reshape", [value, indices([0] + axes)])
    }

    mutating func transpose(_ value: String, _ order: [Int]) -> String {
        add("Transpose", [value], [("perm", .integers(order))])
    }

    /// The input of Gumbel numbers.
    static let gumbel = "gumbel"

    /// The next numbers of the input of Gumbel numbers: [batch, count].
    mutating func gumbelNoise(_ count: Int) -> String {
        let first = gumbelCount
        gumbelCount += count
        return add("Slice", [Self.gumbel, indices([first]), indices([first + count]), indices([1])])
    }

    // Forms.

    /// The axes of a value, without the batch.
    static func axes(_ shape: Shape) -> [Int] {
        shape.image.map { [$0.channels, $0.height, $0.width] } ?? shape.dimensions
    }

    /// Whether an image has another order here than in memory.
    private static func moves(_ shape: Shape) -> Bool {
        shape.image.map { $0.channels > 1 && $0.height * $0.width > 1 } ?? false
    }

    /// All values of a sample in the order of memory: [batch, count].
    mutating func flat(_ value: String, _ shape: Shape) -> String {
        if shape.features != nil { return value }
        return reshape(Self.moves(shape) ? transpose(value, [0, 2, 3, 1]) : value, [shape.count])
    }

    /// The way back from `flat`, to the form of a value of that shape.
    mutating func formed(_ value: String, _ shape: Shape) -> String {
        if shape.features != nil { return value }
        if Self.moves(shape) { return transpose(reshape(value, shape.dimensions), [0, 3, 1, 2]) }
        return reshape(value, Self.axes(shape))
    }

    /// One number for every channel of the output, so that it meets a value of its form.
    mutating func perChannel(_ values: [Float]) -> String {
        tensor(output.image == nil || values.count == 1 ? [values.count] : [values.count, 1, 1], values)
    }

    /// The axis of the channels.
    var channelAxis: Int { output.image == nil ? -1 : 1 }
}
