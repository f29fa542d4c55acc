import Formats

/// An IDX file of unsigned bytes, read from a file or from memory a piece at a time.
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
        var bytes = try reader.read(IDXHeader.startSize)
        if let size = IDXHeader.size(bytes) {
            guard rank.contains(Int(bytes[3])) else {
                let wanted = rank.count == 1 ? "\(rank.lowerBound)" : "\(rank.lowerBound) to \(rank.upperBound)"
                throw DatasetError("\(reader.name) has \(plural(Int(bytes[3]), "dimension")); \(wanted) are read here")
            }
            bytes += try reader.read(size - bytes.count)
        }
        let found: IDXHeader
        do throws(FormatError) { found = try IDXHeader(bytes) } catch {
            throw DatasetError(error, in: reader.name)
        }
        guard found.element == .unsignedByte else {
            throw DatasetError(
                "\(reader.name) holds \(found.element.name), and unsigned bytes are read here",
                help: "data: {dataset: array} reads every type of IDX file")
        }
        let dimensions = found.shape
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
}

func plural(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
