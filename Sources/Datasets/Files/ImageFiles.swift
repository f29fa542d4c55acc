/// Images and their labels from pairs of IDX files.
enum ImageFiles {
    /// The number of dimensions of an IDX file of samples: [n, values], [n, height, width] or
    /// [n, height, width, channels].
    private static let rank = 2...4
    private static let labelRank = 1...1

    /// What a file of images holds, read to its end and not kept.
    struct Contents {
        /// Of one sample.
        let shape: [Int]
        let count: Int
        /// The least and the greatest value of each of the first images, scaled to [-1, 1].
        let extremes: [SIMD2<Float>]
    }

    /// The contents of the IDX file of images at a path. The labels' file, where there is one, must hold as many.
    /// - Parameter keys: the dataset's keys that name the two files.
    static func contents(
        _ images: String, labels: String?, maximum: UInt8, keys: (images: String, labels: String)
    ) throws(DatasetError) -> Contents {
        try DatasetError.blaming(keys.images) { () throws(DatasetError) in
            var reader = try FileReader(images)
            let dimensions = try IDX.header(&reader, rank: rank)
            let shape = try shape(dimensions, reader.name)
            if let labels {
                try DatasetError.blaming(keys.labels) { () throws(DatasetError) in
                    var labelReader = try FileReader(labels)
                    let count = try IDX.header(&labelReader, rank: labelRank)[0]
                    try check(count, labelReader.name, for: dimensions[0], reader.name)
                    try IDX.pieces(&labelReader, [count]) { _ in }
                }
            }
            var extremes: [SIMD2<Float>] = []
            let (name, size, levels) = (reader.name, shape.reduce(1, *), Levels.pixels(maximum: maximum))
            try IDX.pieces(&reader, dimensions) { (bytes) throws(DatasetError) in
                // Of bytes that can be anything, only the first need to be looked at.
                let looked = min(bytes.count / size, max(DataProfile.lookedAt - extremes.count, 0)) * size
                let checked = maximum < 255 ? bytes.count : looked
                guard isWithin(maximum, bytes[..<checked]) else { throw aboveMaximum(bytes, name, maximum) }
                extremes += DataProfile.extremes(levels.floats(bytes[..<looked]), size: size)
            }
            return Contents(shape: shape, count: dimensions[0], extremes: extremes)
        }
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

    /// The first `limit` images, or all, as levels that take 0...`maximum` to [-1, 1], and their labels. The file is
    /// checked as a whole all the same. `labelsName`: what messages call the labels.
    static func read(
        _ reader: inout some ByteReader & ~Copyable, labels: [UInt8]? = nil, labelsName: String = "", maximum: UInt8,
        limit: Int? = nil
    ) throws(DatasetError) -> Samples {
        let dimensions = try IDX.header(&reader, rank: rank)
        let shape = try shape(dimensions, reader.name)
        let count = min(dimensions[0], limit ?? .max)
        let kept = count * shape.reduce(1, *)
        var bytes: [UInt8] = []
        try IDX.pieces(&reader, dimensions) { bytes += $0.prefix(kept - bytes.count) }
        if let labels { try check(labels.count, labelsName, for: dimensions[0], reader.name) }
        guard isWithin(maximum, bytes[...]) else { throw aboveMaximum(bytes, reader.name, maximum) }
        return Samples(
            shape: shape, count: count, stored: .levels(bytes, .pixels(maximum: maximum)),
            labels: labels.map { Array($0.prefix(count)) })
    }

    private static func isWithin(_ maximum: UInt8, _ bytes: ArraySlice<UInt8>) -> Bool {
        maximum == 255 || bytes.allSatisfy { $0 <= maximum }
    }

    private static func aboveMaximum(_ bytes: [UInt8], _ name: String, _ maximum: UInt8) -> DatasetError {
        DatasetError(
            "\(name) holds a value of \(bytes.max() ?? 0), above the maximum of \(maximum)",
            help: "give the largest value that a pixel can have as 'maximum'", key: "maximum")
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
