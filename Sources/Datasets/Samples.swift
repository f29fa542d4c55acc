import Kernels

/// Samples of one shape, in one array.
public struct Samples: Hashable, Sendable {
    /// The shape of one sample: [height, width, channels] of an image, [2] of a point of the plane.
    public let shape: [Int]
    public let count: Int
    /// [count, shape...], row major.
    public let values: [Float]
    /// The class of every sample, or the mode of a mixture that it was drawn from; nil where the data has none.
    public let labels: [UInt8]?

    /// Numbers that a dataset keeps at most where its settings say how many there are: 1 GiB.
    static let mostNumbers = 1 << 28

    /// Traps unless `values` and `labels` are of `count` samples.
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

    /// Of all values and labels, carried on from `hash`.
    public func checksum(from hash: UInt64) -> UInt64 {
        let hash = values.withUnsafeBufferPointer { values in
            values.baseAddress.map { Checksum.fnv($0, count: values.count, from: hash) } ?? hash
        }
        return (labels ?? []).withUnsafeBufferPointer { labels in
            labels.baseAddress.map { Checksum.fnv($0, count: labels.count, from: hash) } ?? hash
        }
    }

    /// The samples at `rows`, in that order.
    public func selecting(_ rows: some Collection<Int>) -> Samples {
        let size = size
        let selected = [Float](unsafeUninitializedCapacity: rows.count * size) { buffer, filled in
            values.withUnsafeBufferPointer { values in
                guard let source = values.baseAddress, var target = buffer.baseAddress else { return }
                for row in rows {
                    target.initialize(from: source + row * size, count: size)
                    target += size
                }
            }
            filled = rows.count * size
        }
        return Samples(
            shape: shape, count: rows.count, values: selected, labels: labels.map { labels in rows.map { labels[$0] } })
    }

    /// The samples in `range`.
    public subscript(range: Range<Int>) -> Samples {
        Samples(
            shape: shape, count: range.count, values: Array(values[range.lowerBound * size..<range.upperBound * size]),
            labels: labels.map { Array($0[range]) })
    }
}
