import Foundation

/// TensorProto, of the types that the cases here use.
struct OnnxTensor {
    let name: String
    let dimensions: [Int]
    /// Empty unless the data type is float (1).
    let floats: [Float]
    /// Empty unless the data type is int64 (7).
    let integers: [Int]

    init(_ message: ProtobufMessage) throws {
        name = try message.text(8) ?? ""
        dimensions = try message.integers(1)
        let raw = try message.bytes(9).last
        switch try message.integer(2) {
        case 1:
            floats = try raw.map { Self.words($0, of: UInt32.self).map(Float.init(bitPattern:)) } ?? message.floats(4)
            integers = []
        case 7:
            floats = []
            integers = try raw.map { Self.words($0, of: Int64.self).map(Int.init) } ?? message.integers(7)
        default: (floats, integers) = ([], [])
        }
    }

    private static func words<Word: FixedWidthInteger>(_ raw: ArraySlice<UInt8>, of: Word.Type) -> [Word] {
        let size = MemoryLayout<Word>.size
        return raw.withUnsafeBytes { bytes in
            (0..<bytes.count / size).map {
                Word(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Word.self))
            }
        }
    }
}

/// NodeProto, with its attributes by name.
struct OnnxNode {
    let operation: String
    let inputs: [String]
    let outputs: [String]
    private let attributes: [String: ProtobufMessage]

    init(_ message: ProtobufMessage) throws {
        operation = try message.text(4) ?? ""
        inputs = try message.texts(1)
        outputs = try message.texts(2)
        attributes = try Dictionary(
            message.messages(5).map { (try $0.text(1) ?? "", $0) }, uniquingKeysWith: { $1 })
    }

    func float(_ name: String, default value: Double) throws -> Double {
        try attributes[name]?.floats(2).last.map(Double.init) ?? value
    }
    func integer(_ name: String, default value: Int) throws -> Int { try attributes[name]?.integer(3) ?? value }
    func text(_ name: String) throws -> String? { try attributes[name]?.text(4) }
    func integers(_ name: String) throws -> [Int]? { try attributes[name]?.integers(8) }
}

/// One case of ONNX's conformance suite whose graph is a single node: what goes in and what must come out.
struct OnnxCase: Sendable, CustomStringConvertible {
    static let root = "/usr/share/libonnx-testdata/data"
    static let isInstalled = FileManager.default.fileExists(atPath: root + "/node")

    /// The folder below `root`.
    let description: String
    let operation: String

    /// Every case of a single node of one of `operations`, in the order of their names.
    static func all(of operations: Set<String>) throws -> [OnnxCase] {
        var cases: [OnnxCase] = []
        for group in ["node", "pytorch-converted", "pytorch-operator"] {
            for folder in try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(group)").sorted() {
                let graph = try graph("\(group)/\(folder)")
                let nodes = try graph.messages(1)
                guard nodes.count == 1, let operation = try nodes[0].text(4), operations.contains(operation)
                else { continue }
                cases.append(OnnxCase(description: "\(group)/\(folder)", operation: operation))
            }
        }
        return cases
    }

    struct Content {
        let node: OnnxNode
        /// By position among the node's inputs, whether the model or a data file holds them.
        let inputs: [OnnxTensor]
        let outputs: [OnnxTensor]
    }

    func content() throws -> Content {
        let graph = try Self.graph(description)
        let node = try OnnxNode(graph.messages(1)[0])
        var tensors: [String: OnnxTensor] = [:]
        for tensor in try graph.messages(5).map(OnnxTensor.init) { tensors[tensor.name] = tensor }
        // Older models list their initializers among the inputs too; the data files hold only the others.
        let given = try graph.messages(11).compactMap { try $0.text(1) }.filter { tensors[$0] == nil }
        for (index, name) in given.enumerated() { tensors[name] = try data("input_\(index)") }
        return Content(
            node: node, inputs: node.inputs.compactMap { tensors[$0] },
            outputs: try node.outputs.indices.map { try data("output_\($0)") })
    }

    private func data(_ name: String) throws -> OnnxTensor {
        try OnnxTensor(Self.message("\(description)/test_data_set_0/\(name).pb"))
    }

    private static func graph(_ folder: String) throws -> ProtobufMessage {
        try message("\(folder)/model.onnx").messages(7)[0]
    }

    private static func message(_ path: String) throws -> ProtobufMessage {
        try ProtobufMessage([UInt8](Data(contentsOf: URL(fileURLWithPath: "\(root)/\(path)")))[...])
    }
}
