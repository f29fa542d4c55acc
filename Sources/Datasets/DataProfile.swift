/// What checking a run needs to know of its data. Every file that it comes from has been read to the end.
public struct DataProfile: Sendable {
    /// The shape of one sample.
    public let shape: [Int]
    public let kind: Dataset.Kind
    /// Numbers of samples to train on and held out.
    public let training: Int, heldOut: Int
    /// What is valid and looks wrong.
    public let remarks: [DataRemark]
    /// `Dataset.runs`.
    public let runs: [Int]
    /// What was found out about the data, for `saddle check`: a column of a table each.
    public let lines: [String]
    /// Bytes of memory that all samples take.
    public let bytes: Int
    /// `Samples.areLevels`
    public let areLevels: Bool
    /// Memory that reading takes at its peak, at least; nil: `DatasetSource.loadingFactor` alone says it.
    public let readingBytes: Int?
    /// The least and the greatest value of each of the first training samples, at most `lookedAt` of them.
    private let extremes: [SIMD2<Float>]
    /// The least and the greatest value of the training samples looked at.
    public let range: (least: Float, greatest: Float)

    /// Samples of which the values are looked at: a share of 1 % is seen with an error of 0.1 %.
    static let lookedAt = 10_000

    init(
        shape: [Int], training: Int, heldOut: Int, extremes: [SIMD2<Float>], remarks: [DataRemark] = [],
        runs: [Int] = [], lines: [String] = [], kind: Dataset.Kind? = nil, areLevels: Bool, readingBytes: Int? = nil
    ) {
        bytes = (areLevels ? 1 : 4) * (training + heldOut) * shape.reduce(1, *)
        self.areLevels = areLevels
        self.readingBytes = readingBytes
        self.shape = shape
        self.kind = kind ?? Dataset.Kind(shape: shape)
        self.training = training
        self.heldOut = heldOut
        self.extremes = extremes
        range = extremes.reduce((.infinity, -.infinity)) { (min($0.0, $1.x), max($0.1, $1.y)) }
        self.remarks = remarks
        self.runs = runs
        self.lines = lines
    }

    public init(
        _ dataset: Dataset, remarks: [DataRemark] = [], lines: [String] = [], readingBytes: Int? = nil
    ) {
        let samples = dataset.training
        self.init(
            shape: dataset.shape, training: samples.count, heldOut: dataset.heldOut.count,
            extremes: Self.extremes(
                samples.values(of: 0..<min(samples.count, Self.lookedAt)), size: samples.size),
            remarks: remarks, runs: dataset.runs, lines: lines, kind: dataset.kind,
            areLevels: samples.areLevels, readingBytes: readingBytes)
    }

    /// Of the first samples of `values`, [count, size].
    static func extremes(_ values: [Float], size: Int) -> [SIMD2<Float>] {
        let count = size > 0 ? min(values.count / size, lookedAt) : 0
        return values.withUnsafeBufferPointer { values in
            (0..<count).map { sample in
                var (least, greatest) = (values[sample * size], values[sample * size])
                for index in sample * size..<(sample + 1) * size {
                    least = min(least, values[index])
                    greatest = max(greatest, values[index])
                }
                return SIMD2(least, greatest)
            }
        }
    }

    /// The share of the training samples that have a value below `lower` or above `upper`.
    public func share(below lower: Double, orAbove upper: Double) -> Double {
        // Of a sweep's thousands of runs hardly any is out of the data's range.
        guard Double(range.least) < lower || Double(range.greatest) > upper else { return 0 }
        let beyond = extremes.count { Double($0.x) < lower || Double($0.y) > upper }
        return Double(beyond) / Double(extremes.count)
    }
}

/// What is valid in a dataset and looks wrong.
public struct DataRemark: Hashable, Sendable {
    public let message: String
    public let help: String?
    /// The dataset's key that it is about, such as `columns.0`; nil: the data as a whole.
    public let key: String?

    init(_ message: String, help: String? = nil, key: String? = nil) {
        self.message = message
        self.help = help
        self.key = key
    }
}
