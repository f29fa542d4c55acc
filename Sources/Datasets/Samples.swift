import Kernels

/// Samples of one shape, in one array.
public struct Samples: Hashable, Sendable {
    /// The shape of one sample: [height, width, channels] of an image, [2] of a point of the plane.
    public let shape: [Int]
    public let count: Int
    /// [count, shape...], row major.
    public let stored: SampleValues
    /// The class of every sample, or the mode of a mixture that it was drawn from; nil where the data has none.
    public let labels: [UInt8]?

    /// Numbers that a dataset keeps at most where its settings say how many there are: 1 GiB of floats.
    static let mostNumbers = 1 << 28

    /// Traps unless the numbers and `labels` are of `count` samples.
    public init(shape: [Int], count: Int, stored: SampleValues, labels: [UInt8]? = nil) {
        precondition(stored.count == count * shape.reduce(1, *), "as many values as samples of that shape")
        precondition(labels.map { $0.count == count } ?? true, "a label for every sample")
        self.shape = shape
        self.count = count
        self.stored = stored
        self.labels = labels
    }

    public init(shape: [Int], count: Int, values: [Float], labels: [UInt8]? = nil) {
        self.init(shape: shape, count: count, stored: .floats(values), labels: labels)
    }

    /// Values in one sample.
    public var size: Int { shape.reduce(1, *) }

    /// All values, [count, shape...]. Of samples that are kept as bytes this is a copy: of pictures take rows.
    public var values: [Float] { stored.floats }

    /// The values of some samples.
    public func values(of rows: Range<Int>) -> [Float] {
        stored.floats(rows.lowerBound * size..<rows.upperBound * size)
    }

    /// Whether the values are bytes, which become floats when they are read.
    public var areLevels: Bool { if case .levels = stored { true } else { false } }

    /// Calls `body` with the samples as they lie in memory: [count, size].
    public func withRows<Result>(_ body: (StoredRows) -> Result) -> Result {
        switch stored {
        case .floats(let values):
            values.withUnsafeBufferPointer { body(StoredRows(Self.start(of: $0), columns: size)) }
        case .levels(let bytes, let levels):
            bytes.withUnsafeBufferPointer { bytes in
                levels.table.withUnsafeBufferPointer { table in
                    body(StoredRows(Self.start(of: bytes), table: Self.start(of: table), columns: size))
                }
            }
        }
    }

    /// An empty array may have no address; nothing is read of it.
    private static func start<Number>(of buffer: UnsafeBufferPointer<Number>) -> UnsafePointer<Number> {
        buffer.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<Number>.alignment).unsafelyUnwrapped
    }

    /// Calls `body` with the values of the first `limit` samples, of bytes a copy, and their number.
    public func withFirst<Result>(_ limit: Int, _ body: (UnsafePointer<Float>, Int) -> Result) -> Result {
        let first = min(limit, count)
        return withRows { rows in
            let scratch = FloatBuffer(count: rows.areLevels ? first * size : 0)
            return body(rows.floats(from: 0, count: first, scratch: scratch.pointer), first)
        }
    }

    /// Of all values, as floats, and labels, carried on from `hash`.
    public func checksum(from hash: UInt64) -> UInt64 {
        let hash = withRows { rows in
            let block = rows.areLevels ? max(1, min(count, (1 << 16) / max(1, size))) : count
            let scratch = FloatBuffer(count: rows.areLevels ? block * size : 0)
            return stride(from: 0, to: count, by: max(1, block)).reduce(hash) { hash, start in
                let part = min(block, count - start)
                let values = rows.floats(from: start, count: part, scratch: scratch.pointer)
                return Checksum.fnv(values, count: part * size, from: hash)
            }
        }
        return (labels ?? []).withUnsafeBufferPointer { labels in
            labels.baseAddress.map { Checksum.fnv($0, count: labels.count, from: hash) } ?? hash
        }
    }

    /// The samples at `rows`, in that order.
    public func selecting(_ rows: some Collection<Int>) -> Samples {
        Samples(
            shape: shape, count: rows.count, stored: stored.rows(rows, size: size),
            labels: labels.map { labels in rows.map { labels[$0] } })
    }

    /// The samples in `range`.
    public subscript(range: Range<Int>) -> Samples {
        if range == 0..<count { return self }
        return Samples(
            shape: shape, count: range.count, stored: stored[range.lowerBound * size..<range.upperBound * size],
            labels: labels.map { Array($0[range]) })
    }
}
