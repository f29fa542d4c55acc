/// An array of numbers as NumPy's `numpy.save` writes it (numpy.lib.format): the bytes `93 NUMPY`, a version, the
/// length of the header as a little-endian integer (16 bits in version 1.0, 32 in 2.0 and 3.0), the header, and the
/// values.
///
/// Integers, floats of 32 and 64 bits and truth values are read, of either byte order, in C or Fortran order.
public struct NPYArray: Hashable, Sendable {
    /// Empty for a single number.
    public let shape: [Int]
    /// Row major (C order), whatever the file has. Integers beyond 2^53 are rounded.
    public let values: ArrayNumbers

    public static let magic = NPYHeader.magic

    /// Traps unless there are as many values as the shape says.
    public init(shape: [Int], values: [Double]) {
        precondition(values.count == shape.reduce(1, *), "as many values as the shape says")
        self.shape = shape
        self.values = .doubles(values)
    }

    /// Reads a whole file. A header that promises more than is there is found before memory is taken for the promise.
    /// - Parameter most: numbers that are read at most; they take up to eight times the memory of the file.
    public init(_ bytes: [UInt8], most: Int = .max) throws(FormatError) {
        let header = try NPYHeader(bytes)
        let present = bytes.count - header.end
        guard present >= header.byteCount else {
            throw FormatError(
                "is cut short: its header promises \(header.byteCount) bytes of values and \(present) are there",
                at: bytes.count, help: "write or copy the file again")
        }
        guard present == header.byteCount else {
            throw FormatError(
                "holds \(present - header.byteCount) bytes more than its header promises",
                at: header.end + header.byteCount, help: "save one array in each file")
        }
        guard header.count <= most else {
            throw FormatError(
                "has \(header.count) numbers; \(most) are the most that is read", help: "use fewer samples")
        }
        shape = header.shape
        func inOrder<Number>(_ stored: [Number]) -> [Number] {
            header.isFortranOrder ? Self.rowMajor(stored, header.shape) : stored
        }
        values =
            header.element.isByte
            ? .bytes(inOrder(Array(bytes[header.end...])))
            : .doubles(
                inOrder(bytes.withUnsafeBytes { header.element.values($0, from: header.end, count: header.count) }))
    }

    /// From Fortran order, in which the first index runs fastest.
    private static func rowMajor<Number>(_ stored: [Number], _ shape: [Int]) -> [Number] {
        guard shape.count > 1, !stored.isEmpty else { return stored }
        var strides = [1]
        for size in shape.dropLast() { strides.append((strides.last ?? 1) * size) }
        var index = [Int](repeating: 0, count: shape.count)
        var place = 0
        return stored.indices.map { _ in
            let value = stored[place]
            // The next index in C order, and where Fortran order has it.
            var axis = shape.count - 1
            while axis >= 0 {
                index[axis] += 1
                place += strides[axis]
                if index[axis] < shape[axis] { break }
                place -= strides[axis] * shape[axis]
                index[axis] = 0
                axis -= 1
            }
            return value
        }
    }
}
