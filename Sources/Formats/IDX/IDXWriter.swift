/// Writes files of the IDX format.
public enum IDXFile {
    public typealias Element = IDXHeader.Element

    /// What stands before the values. Traps on more than 255 dimensions and on sizes beyond 32 bits.
    public static func header(_ element: Element, shape: [Int]) -> [UInt8] {
        [0, 0, element.rawValue, UInt8(shape.count)]
            + shape.flatMap { size in withUnsafeBytes(of: UInt32(size).bigEndian) { Array($0) } }
    }

    /// Adds a value to `bytes`. Traps where an integer is to hold what is no whole number of its range.
    public static func append(_ value: Double, as element: Element, to bytes: inout [UInt8]) {
        switch element {
        case .unsignedByte: bytes.append(UInt8(value))
        case .signedByte: bytes.append(UInt8(bitPattern: Int8(value)))
        case .integer16: withUnsafeBytes(of: Int16(value).bigEndian) { bytes.append(contentsOf: $0) }
        case .integer32: withUnsafeBytes(of: Int32(value).bigEndian) { bytes.append(contentsOf: $0) }
        case .single: withUnsafeBytes(of: Float(value).bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
        case .double: withUnsafeBytes(of: value.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }
}
