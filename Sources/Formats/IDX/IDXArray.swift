/// An array of numbers of any type of the IDX format, in which MNIST comes: two zeros, the type, the number of
/// dimensions, their sizes, the values, all big-endian.
public struct IDXArray: Hashable, Sendable {
    public let shape: [Int]
    /// Row major.
    public let values: [Double]

    /// Bytes of a value, and how it is read, by the third byte of a file.
    private static let types: [UInt8: (size: Int, value: @Sendable (UnsafeRawBufferPointer, Int) -> Double)] = [
        0x08: (1, { bytes, place in Double(bytes[place]) }),
        0x09: (1, { bytes, place in Double(Int8(bitPattern: bytes[place])) }),
        0x0b: (
            2, { bytes, place in Double(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int16.self))) }
        ),
        0x0c: (
            4, { bytes, place in Double(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self))) }
        ),
        0x0d: (
            4,
            { bytes, place in
                Double(
                    Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))))
            }
        ),
        0x0e: (
            8,
            { bytes, place in
                Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            }
        ),
    ]

    /// Reads a whole file. A header that promises more or less than is there is an error, found before memory is taken
    /// for the promise.
    public init(_ bytes: [UInt8]) throws(FormatError) {
        guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else {
            throw FormatError("is not an IDX file: it does not start with 00 00", at: 0)
        }
        guard let type = Self.types[bytes[2]] else {
            throw FormatError("holds values of the unknown type \(bytes[2])", at: 2)
        }
        let start = 4 + 4 * Int(bytes[3])
        guard bytes.count >= start else {
            throw FormatError("is cut short: it ends within its header", at: bytes.count)
        }
        shape = (0..<Int(bytes[3])).map { axis in
            bytes[4 + 4 * axis..<8 + 4 * axis].reduce(0) { $0 << 8 | Int($1) }
        }
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow, product <= Int.max / 8 else { throw FormatError("promises too many values", at: 4) }
            count = product
        }
        guard bytes.count - start == count * type.size else {
            throw FormatError(
                "holds \(bytes.count - start) bytes of values, and its header promises \(count * type.size)", at: start,
                help: "fetch or copy the file again")
        }
        values = bytes.withUnsafeBytes { raw in (0..<count).map { type.value(raw, start + $0 * type.size) } }
    }
}
