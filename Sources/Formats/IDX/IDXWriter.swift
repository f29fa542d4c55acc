/// The IDX format (LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist): the bytes 0, 0, type and number of
/// dimensions; the sizes as big-endian 32-bit integers; the values, big-endian, row major.
public enum IDXFile {
    /// What values are, by the third byte of a file.
    public enum Element: UInt8, Sendable {
        case unsignedByte = 0x08
        case single = 0x0d
        case double = 0x0e
    }

    /// What stands before the values. Traps on more than 255 dimensions and on sizes beyond 32 bits.
    public static func header(_ element: Element, shape: [Int]) -> [UInt8] {
        [0, 0, element.rawValue, UInt8(shape.count)]
            + shape.flatMap { size in withUnsafeBytes(of: UInt32(size).bigEndian) { Array($0) } }
    }

    /// Adds a value to `bytes`. Traps where a byte is to hold what is no whole number from 0 to 255.
    public static func append(_ value: Double, as element: Element, to bytes: inout [UInt8]) {
        switch element {
        case .unsignedByte: bytes.append(UInt8(value))
        case .single: withUnsafeBytes(of: Float(value).bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
        case .double: withUnsafeBytes(of: value.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }
}
