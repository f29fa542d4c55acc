/// A file of the IDX format (LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist): the bytes 0, 0, type and
/// number of dimensions; the sizes as big-endian 32-bit integers; the data, row major. Only type 8, unsigned bytes, is
/// read.
struct IDX {
    let dimensions: [Int]
    /// The product of `dimensions` of them.
    let bytes: [UInt8]

    /// The largest file that is read. As floats it takes four times as much.
    static let limit = 1 << 30

    /// Reads all of a file with a number of dimensions in `rank`. A header that promises more than is there, more than
    /// `limit` or less than is there is an error, found before memory is taken for the promise.
    static func read(_ reader: inout some ByteReader & ~Copyable, rank: ClosedRange<Int>) throws(DatasetError) -> IDX {
        let dimensions = try header(&reader, rank: rank)
        var bytes: [UInt8] = []
        try pieces(&reader, dimensions) { bytes += $0 }
        return IDX(dimensions: dimensions, bytes: bytes)
    }

    /// Reads what follows the header to the end of the file, whole samples at a time, and keeps none of it. Throws
    /// where there is more or less than the header promises.
    static func pieces(
        _ reader: inout some ByteReader & ~Copyable, _ dimensions: [Int],
        _ use: ([UInt8]) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        let count = dimensions.reduce(1, *)
        let sample = count / dimensions[0]
        let piece = max((1 << 20) / sample, 1) * sample
        var position = 0
        while position < count {
            let bytes = try reader.read(min(piece, count - position))
            position += bytes.count
            guard bytes.count == piece || position == count else {
                throw DatasetError(
                    "\(reader.name) is cut short: its header promises \(count) bytes of data and \(position) are there",
                    help: "fetch or copy the file again")
            }
            try use(bytes)
        }
        guard try reader.read(1).isEmpty else {
            throw DatasetError("\(reader.name) holds more than the \(count) bytes of data that its header promises")
        }
    }

    /// Reads the header alone: the sizes. Their product is at most `limit`.
    static func header(
        _ reader: inout some ByteReader & ~Copyable, rank: ClosedRange<Int>
    ) throws(DatasetError) -> [Int] {
        let magic = try reader.read(4)
        guard magic.count == 4, magic[0] == 0, magic[1] == 0 else {
            let start =
                magic.isEmpty ? "it is empty" : "it starts with \(magic.map(hexadecimal).joined(separator: " "))"
            throw DatasetError(
                "\(reader.name) is not an IDX file: \(start)",
                help: "an IDX file starts with 00 00 08 and the number of dimensions")
        }
        guard magic[2] == 8 else {
            throw DatasetError(
                "\(reader.name) holds \(types[magic[2]] ?? "values of the unknown type \(hexadecimal(magic[2]))")",
                help: "write it with unsigned bytes (IDX type 08)")
        }
        guard rank.contains(Int(magic[3])) else {
            let wanted = rank.count == 1 ? "\(rank.lowerBound)" : "\(rank.lowerBound) to \(rank.upperBound)"
            throw DatasetError("\(reader.name) has \(plural(Int(magic[3]), "dimension")); \(wanted) are read here")
        }
        let sizes = try reader.read(4 * Int(magic[3]))
        guard sizes.count == 4 * Int(magic[3]) else {
            throw DatasetError(
                "\(reader.name) is cut short: it ends within its header", help: "fetch or copy the file again")
        }
        let dimensions = (0..<Int(magic[3])).map { dimension in
            sizes[4 * dimension..<4 * dimension + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let sizesText = dimensions.map(String.init).joined(separator: " x ")
        var total = 1
        for size in dimensions {
            guard size > 0 else { throw DatasetError("\(reader.name) is empty: its sizes are \(sizesText)") }
            let (product, overflow) = total.multipliedReportingOverflow(by: size)
            guard !overflow, product <= limit else {
                throw DatasetError("\(reader.name) promises \(sizesText) bytes; \(limit) are the most that is read")
            }
            total = product
        }
        return dimensions
    }

    private static let types: [UInt8: String] = [
        0x09: "signed bytes", 0x0b: "16-bit integers", 0x0c: "32-bit integers", 0x0d: "32-bit floats",
        0x0e: "64-bit floats",
    ]
}

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
}

func plural(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
