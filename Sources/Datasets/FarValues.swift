/// A few values far off, which leave no room for all others where a column is measured by its standard deviation: 1e9
/// in place of a missing cell, say.
struct FarValues {
    /// The standard deviation over the width of the middle half of the values, or of those that are not the median
    /// where that half is one value: 0.74 of normal ones, 0.91 of exponential ones. 0 where too few are left.
    let crowding: Double

    /// To speak of a middle half.
    private static let fewest = 20

    /// - Parameter sorted: values of a column in rising order, or a share of them.
    init(_ sorted: [Double], deviation: Double) {
        let median = sorted[sorted.count / 2]
        let all = Self.middle(sorted)
        let others = all > 0 ? [] : sorted.filter { $0 != median }
        let width = all > 0 ? all : others.count >= Self.fewest ? Self.middle(others) : 0
        crowding = width > 0 ? deviation / width : 0
    }

    private static func middle(_ sorted: [Double]) -> Double {
        sorted[sorted.count - 1 - sorted.count / 4] - sorted[sorted.count / 4]
    }
}
