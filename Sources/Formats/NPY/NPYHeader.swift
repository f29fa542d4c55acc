/// What stands before the values of a .npy file.
struct NPYHeader {
    let element: NPYElement
    let isFortranOrder: Bool
    let shape: [Int]
    /// Where the values begin.
    let end: Int
    let count: Int

    var byteCount: Int { count * element.size }

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// The longest header that is read: those of plain arrays have 128 bytes.
    static let limit = 1 << 20

    init(_ bytes: [UInt8]) throws(FormatError) {
        guard bytes.starts(with: Self.magic) else {
            throw FormatError("is not a .npy file: it does not start with 93 4e 55 4d 50 59", at: 0)
        }
        guard bytes.count >= 10 else { throw Self.cut(bytes) }
        let version = (bytes[6], bytes[7])
        guard (1...3).contains(version.0), version.1 == 0 else {
            throw FormatError(
                "has version \(version.0).\(version.1) of the .npy format; 1.0, 2.0 and 3.0 are read", at: 6,
                help: "write it with numpy.save")
        }
        let sizeBytes = version.0 == 1 ? 2 : 4
        let start = 8 + sizeBytes
        guard bytes.count >= start else { throw Self.cut(bytes) }
        let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.limit else {
            throw FormatError("promises a header of \(length) bytes; \(Self.limit) are the most that is read", at: 8)
        }
        guard bytes.count >= start + length else { throw Self.cut(bytes) }
        end = start + length
        var parser = NPYHeaderParser(bytes[start..<end])
        let fields = try parser.dictionary()
        element = try Self.element(fields["descr"], start)
        guard case .truth(let isFortranOrder)? = fields["fortran_order"] else {
            throw Self.lacking("fortran_order", "True or False", start)
        }
        guard case .tuple(let shape)? = fields["shape"] else { throw Self.lacking("shape", "a tuple of sizes", start) }
        (self.isFortranOrder, self.shape) = (isFortranOrder, shape)
        var total = 1
        for size in shape {
            let (product, overflow) = total.multipliedReportingOverflow(by: size)
            guard !overflow, product <= Int.max / 8 else {
                throw FormatError(
                    "promises \(shape.map(String.init).joined(separator: " x ")) values, too many", at: start)
            }
            total = product
        }
        count = total
    }

    private static func element(_ field: NPYHeaderParser.Value?, _ start: Int) throws(FormatError) -> NPYElement {
        switch field {
        case .text(let description)?:
            if let element = NPYElement(description) { return element }
            let what =
                NPYElement.name(of: description).map { "\($0) (\(description))" } ?? "values of type '\(description)'"
            throw FormatError(
                "holds \(what); numbers are read", at: start, help: "save it as numbers: array.astype('float32')")
        case .list?:
            throw FormatError(
                "holds records of several fields; an array of numbers is read", at: start,
                help: "save its columns as one array: numpy.lib.recfunctions.structured_to_unstructured(array)")
        default: throw lacking("descr", "the type of the values", start)
        }
    }

    private static func lacking(_ key: String, _ what: String, _ start: Int) -> FormatError {
        FormatError("has a header without '\(key)', \(what)", at: start, help: "write it with numpy.save")
    }

    private static func cut(_ bytes: [UInt8]) -> FormatError {
        FormatError("is cut short: it ends within its header", at: bytes.count, help: "write or copy the file again")
    }
}
