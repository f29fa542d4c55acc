/// Images and their labels from pairs of IDX files.
enum ImageFiles {
    /// The number of dimensions of an IDX file of samples: [n, values], [n, height, width] or
    /// [n, height, width, channels].
    private static let rank = 2...4
    private static let labelRank = 1...1

    /// The shape of one sample of the IDX file of images at a path, from its header. That of the labels' file, where
    /// there is one, must promise as many.
    static func shape(_ images: String, labels: String?) throws(DatasetError) -> [Int] {
        var reader = try FileReader(images)
        let dimensions = try IDX.header(&reader, rank: rank)
        if let labels {
            var labelReader = try FileReader(labels)
            let count = try IDX.header(&labelReader, rank: labelRank)[0]
            try check(count, labelReader.name, for: dimensions[0], reader.name)
        }
        return try shape(dimensions, reader.name)
    }

    /// The labels of an IDX file of one dimension.
    static func labels(_ reader: inout some ByteReader & ~Copyable) throws(DatasetError) -> [UInt8] {
        try IDX.read(&reader, rank: labelRank).bytes
    }

    /// Labels that are numbers are their own names: up to the largest, whichever samples have it. Empty where none have
    /// labels.
    static func classNames(_ samples: Samples...) -> [String] {
        let largest = samples.compactMap { $0.labels?.max() }.max()
        return largest.map { (0...$0).map(String.init) } ?? []
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
        if let labels { try check(labels.count, labelsName, for: total, reader.name) }
        let count = min(total, limit ?? total)
        guard let values = Pixels.scaled(file.bytes[..<(count * shape.reduce(1, *))], maximum: maximum) else {
            throw DatasetError(
                "\(reader.name) holds a value of \(file.bytes.max() ?? 0), above the maximum of \(maximum)",
                help: "give the largest value that a pixel can have as 'maximum'")
        }
        return Samples(shape: shape, count: count, values: values, labels: labels.map { Array($0.prefix(count)) })
    }

    private static func check(
        _ labels: Int, _ labelsName: String, for images: Int, _ name: String
    ) throws(DatasetError) {
        guard labels == images else {
            throw DatasetError(
                "\(labelsName) has \(plural(labels, "label")) for the \(plural(images, "image")) of \(name)")
        }
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
