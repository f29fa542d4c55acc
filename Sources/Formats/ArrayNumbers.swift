/// The numbers of an array from a file: a byte each where the file has unsigned bytes, as of pictures, else in double
/// precision.
public enum ArrayNumbers: RandomAccessCollection, Hashable, Sendable, ExpressibleByArrayLiteral {
    case bytes([UInt8])
    case doubles([Double])

    public init(arrayLiteral elements: Double...) { self = .doubles(elements) }

    @inlinable public var startIndex: Int { 0 }

    @inlinable public var endIndex: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .doubles(let doubles): doubles.count
        }
    }

    @inlinable public subscript(index: Int) -> Double {
        switch self {
        case .bytes(let bytes): Double(bytes[index])
        case .doubles(let doubles): doubles[index]
        }
    }

    /// As bytes: nil where one is no whole number from 0 to 255.
    public var bytes: [UInt8]? {
        switch self {
        case .bytes(let bytes): return bytes
        case .doubles(let doubles):
            var bytes: [UInt8] = []
            bytes.reserveCapacity(doubles.count)
            for number in doubles {
                guard let byte = UInt8(exactly: number) else { return nil }
                bytes.append(byte)
            }
            return bytes
        }
    }

    public static func == (a: ArrayNumbers, b: ArrayNumbers) -> Bool { a.elementsEqual(b) }

    public func hash(into hasher: inout Hasher) { for number in self { hasher.combine(number) } }
}
