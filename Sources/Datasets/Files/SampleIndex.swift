/// The samples of a file, to look others up in: equal are those whose values are equal in single precision, and texts
/// that are the same to their ends.
public struct SampleIndex: Sendable {
    private let file: SampleFile
    /// By hash, the samples that have it.
    private let places: [UInt64: [Int]]

    public init(_ file: SampleFile) {
        self.file = file
        var places: [UInt64: [Int]] = [:]
        places.reserveCapacity(file.count)
        for sample in 0..<file.count { places[Self.hash(file, sample), default: []].append(sample) }
        self.places = places
    }

    /// Whether a sample of another file, of the same size, is among them.
    public func contains(_ sample: Int, of other: SampleFile) -> Bool {
        places[Self.hash(other, sample)]?.contains { place in
            if let texts = file.texts, let others = other.texts { return texts.lines[place] == others.lines[sample] }
            return (0..<file.size).allSatisfy { index in
                Float(file.values[place * file.size + index]) == Float(other.values[sample * file.size + index])
            }
        } ?? false
    }

    /// Samples that equal one before them, give or take a rare coincidence of hashes.
    private var repeats: Int { places.values.reduce(0) { $0 + $1.count - 1 } }

    /// Whether at least one sample in a hundred equals another, as in rows of few different values.
    public var hasRepeats: Bool { 100 * repeats >= file.count }

    /// Samples that are copies of others before them, which few values cannot explain: some column has a value of its
    /// own for nearly each of the different samples. 0 where those are fewer than one in twenty, and for texts, which
    /// language repeats.
    public var copies: Int {
        guard file.texts == nil, 20 * repeats >= file.count else { return 0 }
        let different = file.count - repeats
        let hasManyValues =
            file.isUniform
            || (0..<file.size).contains { column in
                let values = stride(from: column, to: file.values.count, by: file.size).lazy.map { file.values[$0] }
                return 10 * Set(values).count >= 9 * different
            }
        return hasManyValues ? repeats : 0
    }

    /// How many samples of a file are among them.
    public func count(of other: SampleFile) -> Int { (0..<other.count).count { contains($0, of: other) } }

    /// Whether another file holds the same samples, each as often, in whatever order.
    public func equals(_ other: SampleFile) -> Bool {
        guard other.count == file.count, other.size == file.size else { return false }
        var left = places.mapValues(\.count)
        for sample in 0..<other.count {
            guard let count = left[Self.hash(other, sample)], count > 0, contains(sample, of: other) else {
                return false
            }
            left[Self.hash(other, sample)] = count - 1
        }
        return true
    }

    /// Fowler, Noll & Vo's, of the bits; 0 and -0 are one number.
    private static func hash(_ file: SampleFile, _ sample: Int) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in sample * file.width..<(sample + 1) * file.width {
            let value = Float(file.values[index])
            hash = (hash ^ UInt64(value == 0 ? 0 : value.bitPattern)) &* 0x100_0000_01b3
        }
        return hash
    }
}
