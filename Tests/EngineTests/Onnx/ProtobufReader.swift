/// The wire format of Protocol Buffers, as far as reading ONNX files needs it: a message is a run of numbered fields.
struct ProtobufMessage {
    enum Value: Equatable {
        case varint(UInt64)
        case fixed64(UInt64)
        case bytes(ArraySlice<UInt8>)
        case fixed32(UInt32)
    }

    enum WireError: Error, Equatable {
        case truncated
        case varintTooLong
        case unknownWireType(Int)
        case wrongType(field: Int)
    }

    private(set) var fields: [(number: Int, value: Value)] = []

    init(_ bytes: ArraySlice<UInt8>) throws(WireError) {
        var rest = bytes
        while !rest.isEmpty {
            let tag = try Self.varint(&rest)
            let value: Value
            switch tag & 7 {
            case 0: value = .varint(try Self.varint(&rest))
            case 1: value = .fixed64(try Self.littleEndian(&rest, bytes: 8))
            case 2: value = .bytes(try Self.take(&rest, try Self.varint(&rest)))
            case 5: value = .fixed32(UInt32(try Self.littleEndian(&rest, bytes: 4)))
            default: throw .unknownWireType(Int(tag & 7))
            }
            fields.append((Int(tag >> 3), value))
        }
    }

    // A scalar field may stand several times; the last one counts. A repeated scalar may be packed or not.

    func integer(_ number: Int) throws(WireError) -> Int? { try integers(number).last }

    func integers(_ number: Int) throws(WireError) -> [Int] {
        var all: [Int] = []
        for field in fields where field.number == number {
            switch field.value {
            case .varint(let x): all.append(Int(truncatingIfNeeded: x))
            case .bytes(var packed):
                while !packed.isEmpty { all.append(Int(truncatingIfNeeded: try Self.varint(&packed))) }
            default: throw .wrongType(field: number)
            }
        }
        return all
    }

    func floats(_ number: Int) throws(WireError) -> [Float] {
        var all: [Float] = []
        for field in fields where field.number == number {
            switch field.value {
            case .fixed32(let bits): all.append(Float(bitPattern: bits))
            case .bytes(var packed):
                while !packed.isEmpty {
                    all.append(Float(bitPattern: UInt32(try Self.littleEndian(&packed, bytes: 4))))
                }
            default: throw .wrongType(field: number)
            }
        }
        return all
    }

    func bytes(_ number: Int) throws(WireError) -> [ArraySlice<UInt8>] {
        var all: [ArraySlice<UInt8>] = []
        for field in fields where field.number == number {
            guard case .bytes(let slice) = field.value else { throw .wrongType(field: number) }
            all.append(slice)
        }
        return all
    }

    func text(_ number: Int) throws(WireError) -> String? {
        try bytes(number).last.map { String(decoding: $0, as: UTF8.self) }
    }

    func texts(_ number: Int) throws(WireError) -> [String] {
        try bytes(number).map { String(decoding: $0, as: UTF8.self) }
    }

    func messages(_ number: Int) throws(WireError) -> [ProtobufMessage] {
        var all: [ProtobufMessage] = []
        for slice in try bytes(number) { all.append(try ProtobufMessage(slice)) }
        return all
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws(WireError) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            guard shift < 64 else { throw .varintTooLong }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        throw .truncated
    }

    private static func take(_ rest: inout ArraySlice<UInt8>, _ count: UInt64) throws(WireError) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw .truncated }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }

    private static func littleEndian(_ rest: inout ArraySlice<UInt8>, bytes: UInt64) throws(WireError) -> UInt64 {
        try take(&rest, bytes).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
