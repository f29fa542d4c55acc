/// A safetensors file that is written piece by piece, its tensors made one after another: of a large one no copy is
/// ever there as a whole.
public struct SafetensorsStream {
    /// A tensor whose numbers are made when they are asked for.
    public struct Tensor {
        public let name: String
        public let shape: [Int]
        /// As many as the shape says, the same at each call.
        public let values: () -> [Float]

        public init(_ name: String, shape: [Int], values: @escaping () -> [Float]) {
            self.name = name
            self.shape = shape
            self.values = values
        }

        public init(_ tensor: NamedTensor) { self.init(tensor.name, shape: tensor.shape) { tensor.values } }

        /// With its numbers as they are now.
        public var made: NamedTensor { NamedTensor(name, shape: shape, values: values()) }
    }

    public var metadata: [String: String]
    public var tensors: [Tensor]
    /// As in `Safetensors`.
    public var texts: [String: [UInt8]]

    public init(metadata: [String: String] = [:], tensors: [Tensor], texts: [String: [UInt8]] = [:]) {
        self.metadata = metadata
        self.tensors = tensors
        self.texts = texts
    }

    public init(_ file: Safetensors) {
        self.init(metadata: file.metadata, tensors: file.tensors.map(Tensor.init), texts: file.texts)
    }

    /// With all numbers as they are now.
    public var made: Safetensors {
        Safetensors(metadata: metadata, tensors: tensors.map(\.made), texts: texts)
    }

    /// Bytes of the file.
    public var byteCount: Int {
        header.count + tensors.reduce(0) { $0 + 4 * $1.shape.reduce(1, *) } + texts.values.reduce(0) { $0 + $1.count }
    }

    /// Gives the file's content in order. Names must be distinct.
    public func write<E>(_ take: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
        try Self.give(header, to: take)
        // All supported machines are little-endian, so memory is the file's format.
        for tensor in tensors { try Self.give(tensor.values(), to: take) }
        for text in sortedTexts { try Self.give(text.value, to: take) }
    }

    private static func give<Value, E>(
        _ values: [Value], to take: (UnsafeRawBufferPointer) throws(E) -> Void
    ) throws(E) {
        try values.withUnsafeBufferPointer { (buffer: UnsafeBufferPointer<Value>) throws(E) -> Void in
            try take(UnsafeRawBufferPointer(buffer))
        }
    }

    private var sortedTexts: [(key: String, value: [UInt8])] { texts.sorted { $0.key < $1.key } }

    /// The header's length and the header, padded with spaces to a multiple of 8, so that data is aligned where the
    /// file is mapped.
    private var header: [UInt8] {
        var header = "{"
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map {
                "\(JSONText.quote($0.key)):\(JSONText.quote($0.value))"
            }
            header += "\"__metadata__\":{\(pairs.joined(separator: ","))},"
        }
        var offset = 0
        func add(_ name: String, _ type: String, _ shape: [Int], bytes count: Int) {
            let shape = shape.map(String.init).joined(separator: ",")
            header += "\(JSONText.quote(name)):{\"dtype\":\"\(type)\",\"shape\":[\(shape)],"
            header += "\"data_offsets\":[\(offset),\(offset + count)]},"
            offset += count
        }
        for tensor in tensors { add(tensor.name, "F32", tensor.shape, bytes: 4 * tensor.shape.reduce(1, *)) }
        for text in sortedTexts { add(text.key, "U8", [text.value.count], bytes: text.value.count) }
        if header.last == "," { header.removeLast() }
        header += "}"
        var text = Array(header.utf8)
        while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
    }
}

extension Safetensors {
    /// The file's content. Names must be distinct.
    public var bytes: [UInt8] {
        let stream = SafetensorsStream(self)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(stream.byteCount)
        stream.write { bytes.append(contentsOf: $0) }
        return bytes
    }
}
