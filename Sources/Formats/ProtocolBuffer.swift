/// A message of Protocol Buffers as it is written field by field (protobuf.dev, "Encoding").
public struct ProtocolBuffer: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func varint(_ field: Int, _ value: Int) {
        key(field, wire: 0)
        Self.append(UInt64(bitPattern: Int64(value)), to: &bytes)
    }

    public mutating func double(_ field: Int, _ value: Double) {
        key(field, wire: 1)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
    }

    /// Packed, as proto3 has repeated numbers.
    public mutating func doubles(_ field: Int, _ values: [Double]) {
        content(field, values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } })
    }

    public mutating func float(_ field: Int, _ value: Float) {
        key(field, wire: 5)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
    }

    public mutating func text(_ field: Int, _ value: String) { content(field, Array(value.utf8)) }

    public mutating func message(_ field: Int, _ value: ProtocolBuffer) { content(field, value.bytes) }

    public mutating func content(_ field: Int, _ value: [UInt8]) {
        key(field, wire: 2)
        Self.append(UInt64(value.count), to: &bytes)
        bytes += value
    }

    private mutating func key(_ field: Int, wire: Int) { Self.append(UInt64(field << 3 | wire), to: &bytes) }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest > 127 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
