/// Takes samples of files to units in which all values count alike: (x - mean) / standard deviation of each column, or
/// of all values together where they are of one kind. Without it a column in grams would drown one in tonnes. Texts
/// stay as the `text` dataset has them.
public struct SampleScale: Sendable {
    /// By column; one where all values have the same.
    private let units: [Unit]

    private enum Unit {
        case deviations(center: Double, width: Double)
        /// From -sqrt(3) to sqrt(3), which has the deviation 1, by the place among these, in rising order.
        case ranks([Double])

        var isRanks: Bool { if case .ranks = self { true } else { false } }

        func scaled(_ value: Double) -> Double {
            switch self {
            case .deviations(let center, let width): return (value - center) / width
            case .ranks(let sorted):
                func place(_ isBefore: (Double) -> Bool) -> Int {
                    var (low, high) = (0, sorted.count)
                    while low < high {
                        let middle = (low + high) / 2
                        if isBefore(sorted[middle]) { low = middle + 1 } else { high = middle }
                    }
                    return low
                }
                let middle = Double(place { $0 < value } + place { $0 <= value }) / 2
                return (middle / Double(sorted.count) - 0.5) * 12.0.squareRoot()
            }
        }
    }

    /// Scaled values lie within this of 0: what is farther away is taken to be that far. The change is the same for all
    /// samples, so that a difference after it is one before it.
    public static let farthest = 1000.0

    /// A column whose standard deviation is more than so many times the width of its middle half is one of ranks.
    private static let mostCrowded = 4.0

    /// Columns that are measured by their ranks.
    public var rankedColumns: [Int] { units.indices.filter { units[$0].isRanks } }

    /// Measured on all samples of all files, which are of one shape. Units must not know which sample is of which file,
    /// or samples that are alike would be told apart: a category that one file alone has must weigh as much whichever
    /// that is.
    public init(of files: [SampleFile]) {
        guard files[0].texts == nil else {
            units = []
            return
        }
        let isUniform = files[0].isUniform, size = files[0].size
        units = (isUniform ? 0..<1 : 0..<size).map { column in
            let step = isUniform ? 1 : size
            func mean(_ term: (Double) -> Double) -> Double {
                var (sum, count) = (0.0, 0.0)
                for file in files {
                    for place in stride(from: column, to: file.values.count, by: step) {
                        sum += term(file.values[place])
                        count += 1
                    }
                }
                return sum / count
            }
            let center = mean { $0 }
            let width = mean { ($0 - center) * ($0 - center) }.squareRoot()
            if !isUniform, !files[0].isIndicator(column) {
                let values = files.flatMap { file in
                    stride(from: column, to: file.values.count, by: step).map { file.values[$0] }
                }.sorted()
                if FarValues.crowding(values, deviation: width) > Self.mostCrowded { return .ranks(values) }
            }
            // Rounding leaves a constant column a width that is tiny rather than zero.
            return .deviations(center: center, width: width > 1e-12 * abs(center) ? width : 1)
        }
    }

    /// Some samples of a file of the same shape, as rows, in that order; texts in their shape.
    public func samples(_ rows: some Collection<Int>, of file: SampleFile) -> Samples {
        if let texts = file.texts { return texts.samples(rows, file.values) }
        let size = file.size
        var values: [Float] = []
        values.reserveCapacity(rows.count * size)
        for row in rows {
            for column in 0..<size {
                let scaled = units[units.count == 1 ? 0 : column].scaled(file.values[row * size + column])
                values.append(Float(min(max(scaled, -Self.farthest), Self.farthest)))
            }
        }
        return Samples(shape: [size], count: rows.count, values: values)
    }
}
