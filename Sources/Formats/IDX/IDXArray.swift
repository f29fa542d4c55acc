/// An array of numbers of any type of the IDX format.
public struct IDXArray: Hashable, Sendable {
    public let shape: [Int]
    /// Row major.
    public let values: ArrayNumbers

    /// Reads a whole file. A header that promises more or less than is there is an error, found before memory is taken
    /// for the promise.
    /// - Parameter most: values that are read at most; they take up to eight times the memory of the file.
    public init(_ bytes: [UInt8], most: Int = .max) throws(FormatError) {
        let header = try IDXHeader(bytes)
        guard let count = header.count else { throw FormatError("promises too many values", at: 4) }
        let (start, size) = (header.size, header.element.size)
        guard bytes.count - start == count * size else {
            throw FormatError(
                "holds \(bytes.count - start) bytes of values, and its header promises \(count * size)", at: start,
                help: "fetch or copy the file again")
        }
        guard count <= most else {
            throw FormatError("has more than \(most) values, the most that is read", help: "use fewer samples")
        }
        shape = header.shape
        values =
            header.element == .unsignedByte
            ? .bytes(Array(bytes[start...]))
            : .doubles(bytes.withUnsafeBytes { raw in header.element.values(raw, from: start, count: count) })
    }
}

extension IDXHeader.Element {
    fileprivate func values(_ bytes: UnsafeRawBufferPointer, from start: Int, count: Int) -> [Double] {
        func read<Value: FixedWidthInteger>(_ type: Value.Type, _ convert: (Value) -> Double) -> [Double] {
            (0..<count).map { index in
                convert(Value(bigEndian: bytes.loadUnaligned(fromByteOffset: start + index * size, as: type)))
            }
        }
        return switch self {
        case .unsignedByte: read(UInt8.self) { Double($0) }
        case .signedByte: read(Int8.self) { Double($0) }
        case .integer16: read(Int16.self) { Double($0) }
        case .integer32: read(Int32.self) { Double($0) }
        case .single: read(UInt32.self) { Double(Float(bitPattern: $0)) }
        case .double: read(UInt64.self) { Double(bitPattern: $0) }
        }
    }
}
