/// A model in the Open Neural Network Exchange format, built up node by node (`onnx/onnx.proto`). Version 8 of the
/// format, with the operators of opset 17.
public struct ONNXModel: Sendable {
    /// Of one axis of a value: a size, or a name for one that is not fixed, such as "batch".
    public enum Axis: Hashable, Sendable {
        case size(Int)
        case named(String)
    }

    public enum Attribute: Hashable, Sendable {
        case integer(Int)
        case float(Float)
        case integers([Int])
    }

    private var nodes: [ProtocolBuffer] = []
    private var initializers: [ProtocolBuffer] = []
    private var inputs: [ProtocolBuffer] = []
    private var outputs: [ProtocolBuffer] = []
    private var properties: [ProtocolBuffer] = []
    private var taken: [String] = []
    private var given: [String] = []
    private let name: String
    private let producerVersion: String

    /// - Parameter name: of the graph.
    public init(_ name: String, producerVersion: String) {
        self.name = name
        self.producerVersion = producerVersion
    }

    /// A value of single-precision floats that whoever runs the model gives.
    public mutating func input(_ name: String, _ axes: [Axis]) {
        inputs.append(Self.value(name, axes))
        taken.append("\(name) \(Self.text(axes))")
    }

    /// A value of single-precision floats that the model gives.
    public mutating func output(_ name: String, _ axes: [Axis]) {
        outputs.append(Self.value(name, axes))
        given.append("\(name) \(Self.text(axes))")
    }

    /// What goes in and what comes out: `noise [batch, 64] -> samples [batch, 1, 8, 8]`.
    public var signature: String { "\(taken.joined(separator: ", ")) -> \(given.joined(separator: ", "))" }

    private static func text(_ axes: [Axis]) -> String {
        let sizes = axes.map { axis in
            switch axis {
            case .size(let size): "\(size)"
            case .named(let name): name
            }
        }
        return "[\(sizes.joined(separator: ", "))]"
    }

    /// Appends a node. Nodes stand in an order in which they can be computed.
    public mutating func node(
        _ type: String, _ inputs: [String], _ output: String, _ attributes: [(name: String, value: Attribute)] = []
    ) {
        var node = ProtocolBuffer()
        for input in inputs { node.text(1, input) }
        node.text(2, output)
        node.text(3, output)
        node.text(4, type)
        for (name, value) in attributes { node.message(5, Self.attribute(name, value)) }
        nodes.append(node)
    }

    /// A constant.
    public mutating func tensor(_ name: String, shape: [Int], _ values: [Float]) {
        var raw: [UInt8] = []
        raw.reserveCapacity(4 * values.count)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { raw += $0 } }
        initializers.append(Self.tensor(name, shape, type: Self.float, raw))
    }

    /// A constant vector of 64-bit whole numbers.
    public mutating func indices(_ name: String, _ values: [Int]) {
        var raw: [UInt8] = []
        raw.reserveCapacity(8 * values.count)
        for value in values { withUnsafeBytes(of: Int64(value).littleEndian) { raw += $0 } }
        initializers.append(Self.tensor(name, [values.count], type: Self.int64, raw))
    }

    /// Something about the model for whoever reads it: a name and a text.
    public mutating func property(_ name: String, _ text: String) {
        var entry = ProtocolBuffer()
        entry.text(1, name)
        entry.text(2, text)
        properties.append(entry)
    }

    /// Files above 2 GiB, the most that a message can have, are for the caller to refuse.
    public var bytes: [UInt8] {
        var graph = ProtocolBuffer()
        for node in nodes { graph.message(1, node) }
        graph.text(2, name)
        for initializer in initializers { graph.message(5, initializer) }
        for input in inputs { graph.message(11, input) }
        for output in outputs { graph.message(12, output) }
        var operators = ProtocolBuffer()
        operators.text(1, "")
        operators.varint(2, 17)
        var model = ProtocolBuffer()
        model.varint(1, 8)
        model.text(2, "saddle")
        model.text(3, producerVersion)
        model.message(7, graph)
        model.message(8, operators)
        for property in properties { model.message(14, property) }
        return model.bytes
    }

    // TensorProto.DataType.
    private static let float = 1, int64 = 7

    private static func tensor(_ name: String, _ shape: [Int], type: Int, _ raw: [UInt8]) -> ProtocolBuffer {
        var tensor = ProtocolBuffer()
        for size in shape { tensor.varint(1, size) }
        tensor.varint(2, type)
        tensor.text(8, name)
        tensor.content(9, raw)
        return tensor
    }

    private static func value(_ name: String, _ axes: [Axis]) -> ProtocolBuffer {
        var shape = ProtocolBuffer()
        for axis in axes {
            var dimension = ProtocolBuffer()
            switch axis {
            case .size(let size): dimension.varint(1, size)
            case .named(let name): dimension.text(2, name)
            }
            shape.message(1, dimension)
        }
        var tensor = ProtocolBuffer()
        tensor.varint(1, float)
        tensor.message(2, shape)
        var type = ProtocolBuffer()
        type.message(1, tensor)
        var value = ProtocolBuffer()
        value.text(1, name)
        value.message(2, type)
        return value
    }

    private static func attribute(_ name: String, _ value: Attribute) -> ProtocolBuffer {
        // Field 20 is the type: FLOAT, INT or INTS.
        var attribute = ProtocolBuffer()
        attribute.text(1, name)
        switch value {
        case .float(let number):
            attribute.float(2, number)
            attribute.varint(20, 1)
        case .integer(let number):
            attribute.varint(3, number)
            attribute.varint(20, 2)
        case .integers(let numbers):
            for number in numbers { attribute.varint(8, number) }
            attribute.varint(20, 7)
        }
        return attribute
    }
}
