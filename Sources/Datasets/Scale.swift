/// What becomes of columns of numbers before training. Both measures are taken of the training samples alone, so that
/// the held-out ones stay unseen.
enum Scale: String, CaseIterable, Sendable {
    /// As they are.
    case none
    /// (x - mean) / standard deviation, per column.
    case standardize
    /// 2 (x - least) / (greatest - least) - 1, per column: training samples lie in [-1, 1].
    case minmax

    /// Scales `values` [rows, columns] in place. A column that is constant over `training` becomes 0 there.
    /// - Returns: what was done to each column.
    @discardableResult
    func apply(to values: inout [Double], columns: Int, training: some Collection<Int>) -> [ColumnScale] {
        (0..<columns).map { column in
            guard self != .none else { return .none }
            let scale = measure(training.map { values[$0 * columns + column] })
            for index in stride(from: column, to: values.count, by: columns) {
                values[index] = (values[index] - scale.center) / scale.width
            }
            return scale
        }
    }

    /// What is subtracted from the numbers of a column, and what they are divided by.
    func measure(_ column: [Double]) -> ColumnScale {
        let center: Double
        let width: Double
        if self == .minmax {
            let (low, high) = (column.min() ?? 0, column.max() ?? 0)
            (center, width) = (low + (high - low) / 2, (high - low) / 2)
        } else {
            center = column.reduce(0, +) / Double(column.count)
            width = (column.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(column.count)).squareRoot()
        }
        // Rounding leaves a constant column a width that is tiny rather than zero.
        return ColumnScale(center: center, width: width > 1e-12 * abs(center) ? width : 1)
    }
}
