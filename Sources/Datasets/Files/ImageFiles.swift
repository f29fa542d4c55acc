/// Images and their labels from pairs of IDX files.
enum ImageFiles {
    /// The number of dimensions of an IDX file of samples: [n, values], [n, height, width] or
    /// [n, height, width, channels].
    private static let rank = 2...4

    /// The shape of one sample of an IDX file of images, from its header.
    static func shape(_ reader: inout some ByteReader & ~Copyable) throws(DatasetError) -> [Int] {
        try shape(IDX.header(&reader, rank: rank), reader.name)
    }

    /// The labels of an IDX file of one dimension.
    static func labels(_ reader: inout some ByteReader & ~Copyable) throws(DatasetError) -> [UInt8] {
        try IDX.read(&reader, rank: 1...1).bytes
    }

    /// The first `limit` images, or all, scaled from 0...`maximum` to [-1, 1], and their labels. The file is checked
    /// as a whole all the same. `labelsName`: what messages call the labels.
    static func read(
        _ reader: inout some ByteReader & ~Copyable, labels: [UInt8]? = nil, labelsName: String = "", maximum: UInt8,
        limit: Int? = nil
    ) throws(DatasetError) -> Samples {
        let file = try IDX.read(&reader, rank: rank)
        let shape = try shape(file.dimensions, reader.name)
        let total = file.dimensions[0]
        if let labels, labels.count != total {
            throw DatasetError(
                "\(labelsName) has \(plural(labels.count, "label")) for the \(plural(total, "image")) of \(reader.name)"
            )
        }
        let count = min(total, limit ?? total)
        guard let values = Pixels.scaled(file.bytes[..<(count * shape.reduce(1, *))], maximum: maximum) else {
            throw DatasetError(
                "\(reader.name) holds a value of \(file.bytes.max() ?? 0), above the maximum of \(maximum)",
                help: "give the largest value that a pixel can have as 'maximum'")
        }
        return Samples(shape: shape, count: count, values: values, labels: labels.map { Array($0.prefix(count)) })
    }

    private static func shape(_ dimensions: [Int], _ name: String) throws(DatasetError) -> [Int] {
        switch dimensions.count {
        case 2: return [dimensions[1]]
        case 3: return [dimensions[1], dimensions[2], 1]
        default:
            guard dimensions[3] == 1 || dimensions[3] == 3 else {
                throw DatasetError("\(name) has images of \(dimensions[3]) channels; 1 or 3 are read")
            }
            return Array(dimensions[1...])
        }
    }
}
