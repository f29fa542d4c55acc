/// A few values far off, which leave no room for all others where a column is measured by its standard deviation: 1e9
/// in place of a missing cell, say.
struct FarValues {
    /// The standard deviation over the width of the middle half of the values: 0.74 of normal ones, 0.91 of exponential
    /// ones. Infinite where the middle half is one value and some value is far from it.
    let crowding: Double

    /// Where the middle half is one value: the farthest from it that is not far, in standard deviations.
    private static let far = 30.0

    /// - Parameter sorted: values of a column in rising order, or a share of them.
    init(_ sorted: [Double], deviation: Double) {
        let count = sorted.count
        let (low, median, high) = (sorted[count / 4], sorted[count / 2], sorted[count - 1 - count / 4])
        if low < high {
            crowding = deviation / (high - low)
        } else {
            let farthest = max(median - sorted[0], sorted[count - 1] - median)
            crowding = deviation > 0 && farthest > Self.far * deviation ? .infinity : 0
        }
    }
}
