/// A column's numbers by their rank: 0 for the least of the training values, 1 for the greatest, and between them the
/// share of training values that are smaller. Whatever their distribution was, ranks are spread evenly: no tail is cut
/// and no gap is crossed, and whatever comes back lies in the data's range.
///
/// Values that many rows share, such as 0 in most rows, keep their whole share of the ranks; between the others ranks
/// are interpolated.
struct QuantileScale: Hashable, Sendable {
    /// Ranks and the values there, both rising; a value that many rows share has two ranks.
    private let ranks: [Double], values: [Double]

    /// A value of at least this share of the rows, and of more than one, keeps its share.
    private static let heavy = 0.005
    /// Values that are kept, about.
    private static let resolution = 1000.0

    /// - Parameter sorted: the training values, rising; not empty.
    init(sorted: [Double]) {
        var (ranks, values): ([Double], [Double]) = ([], [])
        let count = Double(sorted.count)
        var start = 0
        var last = -1.0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
            let isAll = end - start == sorted.count
            let isEnd = start == 0 || end == sorted.count
            let (low, high) = (Double(start) / count, Double(end) / count)
            if high - low >= Self.heavy, end - start > 1 || isAll {
                ranks += [low, high]
                values += [sorted[start], sorted[start]]
                last = high
            } else if isEnd || (low + high) / 2 - last >= 1 / Self.resolution {
                ranks.append(start == 0 ? 0 : end == sorted.count ? 1 : (low + high) / 2)
                values.append(sorted[start])
                last = (low + high) / 2
            }
            start = end
        }
        (self.ranks, self.values) = (ranks, values)
    }

    /// The rank of a number: the middle of its share, where many rows have it.
    func rank(_ x: Double) -> Double {
        let above = Self.first(values) { $0 > x }
        let from = Self.first(values) { $0 >= x }
        if from == values.count { return 1 }
        if above == 0 { return 0 }
        if from < above { return (ranks[from] + ranks[above - 1]) / 2 }
        let share = (x - values[from - 1]) / (values[from] - values[from - 1])
        return ranks[from - 1] + share * (ranks[from] - ranks[from - 1])
    }

    func value(_ rank: Double) -> Double {
        let after = Self.first(ranks) { $0 > rank }
        if after == 0 { return values[0] }
        if after == ranks.count { return values[ranks.count - 1] }
        let share = (rank - ranks[after - 1]) / (ranks[after] - ranks[after - 1])
        return values[after - 1] + share * (values[after] - values[after - 1])
    }

    /// The place of the first element that passes a test, all behind it passing too; the count where none does.
    private static func first(_ elements: [Double], _ test: (Double) -> Bool) -> Int {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if test(elements[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
