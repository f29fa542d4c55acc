extension [Double] {
    /// Their sum over their number; not a number where there are none.
    public var mean: Double { reduce(0, +) / Double(count) }

    /// The unbiased estimate of the variance that they were drawn with, over n - 1; 0 of a single one.
    public var sampleVariance: Double {
        let mean = mean
        return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Swift.max(1, count - 1))
    }
}
