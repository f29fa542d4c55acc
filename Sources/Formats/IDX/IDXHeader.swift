/// What stands before the values of a file of the IDX format, in which MNIST comes (LeCun, Cortes and Burges,
/// http://yann.lecun.com/exdb/mnist): the bytes 0, 0, type and number of dimensions; the sizes as big-endian 32-bit
/// integers. The values follow, big-endian, row major.
public struct IDXHeader: Hashable, Sendable {
    /// What values are, by the third byte of a file.
    public enum Element: UInt8, Sendable, CaseIterable {
        case unsignedByte = 0x08
        case signedByte = 0x09
        case integer16 = 0x0b
        case integer32 = 0x0c
        case single = 0x0d
        case double = 0x0e

        /// Bytes of a value.
        public var size: Int {
            switch self {
            case .unsignedByte, .signedByte: 1
            case .integer16: 2
            case .integer32, .single: 4
            case .double: 8
            }
        }

        /// What messages call values of this type.
        public var name: String {
            switch self {
            case .unsignedByte: "unsigned bytes"
            case .signedByte: "signed bytes"
            case .integer16: "16-bit integers"
            case .integer32: "32-bit integers"
            case .single: "32-bit floats"
            case .double: "64-bit floats"
            }
        }
    }

    public let element: Element
    public let shape: [Int]

    /// Bytes that say how many bytes a header has.
    public static let startSize = 4
    /// Bytes of a header, from its first `startSize` bytes; nil where they are no IDX file's.
    public static func size(_ start: [UInt8]) -> Int? {
        start.count >= startSize && start[0] == 0 && start[1] == 0 ? startSize + 4 * Int(start[3]) : nil
    }

    /// Bytes of the header.
    public var size: Int { Self.startSize + 4 * shape.count }
    /// Values; nil where there are more than can be counted.
    public var count: Int? {
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow, product <= Int.max / 8 else { return nil }
            count = product
        }
        return count
    }

    /// - Parameter bytes: begin with the header; more may follow.
    public init(_ bytes: [UInt8]) throws(FormatError) {
        guard let size = Self.size(bytes) else {
            let start = bytes.prefix(Self.startSize).map(Self.hexadecimal).joined(separator: " ")
            throw FormatError(
                "is not an IDX file: \(bytes.isEmpty ? "it is empty" : "it starts with \(start)")", at: 0,
                help: "an IDX file starts with 00 00, a type such as 08, and the number of dimensions")
        }
        guard let element = Element(rawValue: bytes[2]) else {
            throw FormatError(
                "holds values of the unknown type \(Self.hexadecimal(bytes[2]))", at: 2,
                help: "the types are 08, 09, 0b, 0c, 0d and 0e")
        }
        guard bytes.count >= size else {
            throw FormatError(
                "is cut short: it ends within its header", at: bytes.count, help: "fetch or copy the file again")
        }
        self.element = element
        shape = (0..<Int(bytes[3])).map { axis in
            bytes[4 + 4 * axis..<8 + 4 * axis].reduce(0) { $0 << 8 | Int($1) }
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }
}
