/// A few values far off, which leave no room for all others where a column is measured by its standard deviation: 1e9
/// in place of a missing cell, say.
enum FarValues {
    /// To speak of a middle half.
    private static let fewest = 20

    /// The standard deviation over the width of the middle half of the values, or of those that are not the median
    /// where that half is one value: 0.74 of normal ones, 0.91 of exponential ones. 0 where too few are left.
    /// - Parameter sorted: values of a column in rising order, or a share of them.
    static func crowding(_ sorted: [Double], deviation: Double) -> Double {
        var width = middle(sorted)
        if width == 0 {
            let median = sorted[sorted.count / 2]
            let others = sorted.filter { $0 != median }
            if others.count >= fewest { width = middle(others) }
        }
        return width > 0 ? deviation / width : 0
    }

    private static func middle(_ sorted: [Double]) -> Double {
        sorted[sorted.count - 1 - sorted.count / 4] - sorted[sorted.count / 4]
    }
}
