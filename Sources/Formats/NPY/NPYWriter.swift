extension NPYArray {
    /// What a written array holds: little-endian numbers.
    public enum Element: String, Sendable {
        case byte = "|u1"
        case single = "<f4"
        case double = "<f8"
    }

    /// What stands before the values of a version 1.0 file of that shape. The values follow in C order, as
    /// `append(_:as:to:)` writes them.
    public static func header(_ element: Element, shape: [Int]) -> [UInt8] {
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var text = "{'descr': '\(element.rawValue)', 'fortran_order': False, 'shape': (\(sizes)), }"
        // The values begin at a multiple of 64, after a newline.
        let start = magic.count + 4
        let padding = (64 - (start + text.utf8.count + 1) % 64) % 64
        text += String(repeating: " ", count: padding) + "\n"
        let length = text.utf8.count
        return magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8)
    }

    /// Adds a value to `bytes`. Traps where a byte is to hold what is no whole number from 0 to 255.
    public static func append(_ value: Double, as element: Element, to bytes: inout [UInt8]) {
        switch element {
        case .byte: bytes.append(UInt8(value))
        case .single: withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        case .double: withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
    }
}
