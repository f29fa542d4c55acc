/// Little-endian integers at places of a file.
struct LittleEndianBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// An unsigned integer; -1 beyond the end.
    func integer(at place: Int, bytes count: Int) -> Int {
        guard place >= 0, place + count <= bytes.count else { return -1 }
        return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
