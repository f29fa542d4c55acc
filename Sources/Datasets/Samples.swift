/// Samples of one shape, in one array.
public struct Samples: Hashable, Sendable {
    /// The shape of one sample: [height, width, channels] of an image, [2] of a point of the plane.
    public let shape: [Int]
    public let count: Int
    /// [count, shape...], row major.
    public let values: [Float]
    /// The class of every sample, or the mode of a mixture that it was drawn from; nil where the data has none.
    public let labels: [UInt8]?

    /// Traps unless there are `count` samples and labels.
    public init(shape: [Int], count: Int, values: [Float], labels: [UInt8]? = nil) {
        precondition(values.count == count * shape.reduce(1, *), "as many values as samples of that shape")
        precondition(labels.map { $0.count == count } ?? true, "a label for every sample")
        self.shape = shape
        self.count = count
        self.values = values
        self.labels = labels
    }

    /// Values in one sample.
    public var size: Int { shape.reduce(1, *) }

    /// The samples at `rows`, in that order.
    func selecting(_ rows: some Collection<Int>) -> Samples {
        let size = size
        var selected: [Float] = []
        selected.reserveCapacity(rows.count * size)
        for row in rows { selected.append(contentsOf: values[row * size..<(row + 1) * size]) }
        return Samples(
            shape: shape, count: rows.count, values: selected, labels: labels.map { labels in rows.map { labels[$0] } })
    }
}
