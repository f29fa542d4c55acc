/// Takes samples of a file to units in which all values count alike: (x - mean) / standard deviation of each column, or
/// of all values together where they are of one kind. Without it a column in grams would drown one in tonnes.
public struct SampleScale: Sendable {
    /// By column; one where all values have the same.
    private let centers: [Double], widths: [Double]
    /// Columns that have one value in all samples that were measured.
    public let constantColumns: [Int]

    /// Scaled values lie within this of 0: what is farther away is taken to be that far. The change is the same for all
    /// samples, so that a difference after it is one before it.
    public static let farthest = 1000.0

    /// Measured on some samples of a file: means and standard deviations (over n).
    public init(of file: SampleFile, samples: some Collection<Int>) {
        let size = file.size
        let groups = file.isUniform ? [Array(0..<size)] : (0..<size).map { [$0] }
        var measured: [(center: Double, width: Double)] = []
        for group in groups {
            func sum(_ term: (Double) -> Double) -> Double {
                samples.reduce(0) { sum, sample in group.reduce(sum) { $0 + term(file.values[sample * size + $1]) } }
            }
            let count = Double(samples.count * group.count)
            let center = sum { $0 } / count
            let width = (sum { ($0 - center) * ($0 - center) } / count).squareRoot()
            // Rounding leaves a constant column a width that is tiny rather than zero.
            measured.append((center, width > 1e-12 * abs(center) ? width : 0))
        }
        constantColumns = (0..<size).filter { measured[file.isUniform ? 0 : $0].width == 0 }
        centers = measured.map(\.center)
        widths = measured.map { $0.width > 0 ? $0.width : 1 }
    }

    /// Some samples of a file of the same shape, as rows, in that order.
    public func samples(_ rows: some Collection<Int>, of file: SampleFile) -> Samples {
        let size = file.size
        var values: [Float] = []
        values.reserveCapacity(rows.count * size)
        for row in rows {
            for column in 0..<size {
                let group = centers.count == 1 ? 0 : column
                let scaled = (file.values[row * size + column] - centers[group]) / widths[group]
                values.append(Float(min(max(scaled, -Self.farthest), Self.farthest)))
            }
        }
        return Samples(shape: [size], count: rows.count, values: values)
    }
}

extension SampleFile {
    /// The samples in a random order that depends on the seed and their number alone.
    public func order(seed: Int) -> [Int] { Split.permutation(of: count, seed: seed) }

    /// A dataset's share of samples that are held out, rounded up; at least one stays on either side.
    public static func heldOutCount(of count: Int, share: Double) -> Int { Split.heldOutCount(of: count, share: share) }

    /// From the least to the greatest value.
    public var range: ClosedRange<Double> {
        let (least, greatest) = values.reduce((Double.infinity, -Double.infinity)) { (min($0.0, $1), max($0.1, $1)) }
        return least <= greatest ? least...greatest : 0...0
    }
}
