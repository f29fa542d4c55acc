/// Tensors, texts and notes as one safetensors file: `u64 N | N bytes of JSON | data`, tensors in little-endian single
/// precision, each text as a tensor of bytes (U8). https://huggingface.co/docs/safetensors
///
/// The reader takes nothing on trust: data ranges must cover the data exactly, without hole or overlap, in whatever
/// order the header names them.
public struct Safetensors: Sendable {
    public var metadata: [String: String]
    public var tensors: [NamedTensor]
    /// Bytes by name, which no tensor may have. They lie behind the tensors, in the order of their names.
    public var texts: [String: [UInt8]]

    public init(metadata: [String: String] = [:], tensors: [NamedTensor], texts: [String: [UInt8]] = [:]) {
        self.metadata = metadata
        self.tensors = tensors
        self.texts = texts
    }

    /// Reads a file's content. Only single precision (F32) and lists of bytes (U8) are accepted.
    public init(_ bytes: [UInt8]) throws(SafetensorsError) {
        guard bytes.count >= 8 else { throw SafetensorsError("shorter than the 8 bytes that give the header's length") }
        let length = (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1]) }
        guard length <= 100_000_000, length <= UInt64(bytes.count - 8) else {
            throw SafetensorsError("the header's length, \(length), goes beyond the file or 100 MB")
        }
        let data = 8 + Int(length)
        guard length > 0, bytes[8] == UInt8(ascii: "{") else { throw SafetensorsError("the header is no JSON object") }
        var reader = JSONText(Array(bytes[8..<data]))
        guard case .object(let members) = try reader.parse() else {
            throw SafetensorsError("the header is no JSON object")
        }
        self.init(tensors: [])
        var ranges: [(begin: Int, end: Int, name: String)] = []
        for (name, value) in members {
            if name == "__metadata__" {
                metadata = try Self.metadata(value)
            } else {
                let entry = try Self.entry(name, value, dataCount: bytes.count - data)
                let (begin, end) = (entry.range.lowerBound, entry.range.upperBound)
                ranges.append((begin, end, name))
                guard entry.isSinglePrecision else {
                    texts[name] = Array(bytes[(data + begin)..<(data + end)])
                    continue
                }
                let values = [Float](unsafeUninitializedCapacity: (end - begin) / 4) { buffer, count in
                    bytes.withUnsafeBytes { source in
                        UnsafeMutableRawBufferPointer(buffer).copyMemory(
                            from: UnsafeRawBufferPointer(rebasing: source[(data + begin)..<(data + end)]))
                    }
                    count = (end - begin) / 4
                }
                tensors.append(NamedTensor(name, shape: entry.shape, values: values))
            }
        }
        var covered = 0
        for range in ranges.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
            guard range.begin == covered else {
                let what = range.begin > covered ? "a hole" : "an overlap"
                throw SafetensorsError("\(what) in the data before tensor '\(range.name)'")
            }
            covered = range.end
        }
        guard covered == bytes.count - data else {
            throw SafetensorsError("\(bytes.count - data - covered) bytes follow the last tensor")
        }
    }

    private static func metadata(_ value: JSONText.Value) throws(SafetensorsError) -> [String: String] {
        guard case .object(let members) = value else { throw SafetensorsError("__metadata__ is not an object") }
        var metadata: [String: String] = [:]
        for (key, value) in members {
            guard case .text(let text) = value else { throw SafetensorsError("metadata '\(key)' is no string") }
            metadata[key] = text
        }
        return metadata
    }

    private static func entry(
        _ name: String, _ value: JSONText.Value, dataCount: Int
    ) throws(SafetensorsError) -> (isSinglePrecision: Bool, shape: [Int], range: Range<Int>) {
        func fail(_ what: String) -> SafetensorsError { SafetensorsError("tensor '\(name)': \(what)") }
        guard case .object(let members) = value else { throw fail("no object") }
        let keys = members.map { $0.name }
        guard keys.sorted() == ["data_offsets", "dtype", "shape"] else {
            throw fail("its keys are \(keys), not dtype, shape and data_offsets")
        }
        var dtype: String?
        var shape: [Int]?
        var offsets: [Int]?
        for (key, value) in members {
            switch (key, value) {
            case ("dtype", .text(let text)): dtype = text
            case ("shape", .list(let numbers)): shape = numbers
            case ("data_offsets", .list(let numbers)): offsets = numbers
            default: throw fail("'\(key)' has the wrong type")
            }
        }
        guard let dtype, let shape, let offsets else { throw fail("incomplete") }
        guard dtype == "F32" || dtype == "U8" && shape.count == 1 else {
            throw fail("dtype \(dtype) is not supported, only F32 and lists of U8")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= dataCount else {
            throw fail("data_offsets \(offsets) are no range within \(dataCount) bytes")
        }
        var size = dtype == "F32" ? 4 : 1
        for dimension in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw fail("the size of shape \(shape) overflows") }
            size = product
        }
        guard size == offsets[1] - offsets[0] else {
            throw fail("shape \(shape) needs \(size) bytes, data_offsets give \(offsets[1] - offsets[0])")
        }
        return (dtype == "F32", shape, offsets[0]..<offsets[1])
    }
}
