/// Bytes in order, from a file or from memory.
protocol ByteReader: ~Copyable {
    /// What messages call it: "'data/images.gz'".
    var name: String { get }

    /// The next `count` bytes; fewer only at the end.
    mutating func read(_ count: Int) throws(DatasetError) -> [UInt8]
}

struct MemoryReader: ByteReader {
    let name: String
    private var rest: ArraySlice<UInt8>

    init(name: String, bytes: [UInt8]) {
        self.name = name
        rest = bytes[...]
    }

    mutating func read(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}
