/// What a judgement asks of a file of samples: in which order they are taken, and what is odd about its values.
extension SampleFile {
    /// The samples in a random order that depends on the seed and their number alone.
    public func order(seed: Int) -> [Int] { Split.permutation(of: count, seed: seed) }

    /// A dataset's share of samples that are held out, rounded up; at least one stays on either side.
    public static func heldOutCount(of count: Int, share: Double) -> Int { Split.heldOutCount(of: count, share: share) }

    /// Columns that have one value in all samples, categories' apart; of a picture all places or none.
    public var constantColumns: [Int] {
        guard let first = values.first else { return [] }
        if isUniform { return values.allSatisfy { $0 == first } ? Array(0..<size) : [] }
        return (0..<size).filter { column in
            !isIndicator(column)
                && stride(from: column, to: values.count, by: size).allSatisfy { values[$0] == values[column] }
        }
    }

    /// Columns of which all values are whole numbers, and not all one.
    public var wholeColumns: [Int] {
        let constant = Set(constantColumns)
        return (0..<size).filter { column in
            !isIndicator(column) && !constant.contains(column)
                && stride(from: column, to: values.count, by: size).allSatisfy { values[$0] == values[$0].rounded() }
        }
    }

    public func isMostlyWhole(_ column: Int) -> Bool {
        let whole = stride(from: column, to: values.count, by: size).count { values[$0] == values[$0].rounded() }
        return 2 * whole > count
    }

    /// From the least to the greatest value.
    public var range: ClosedRange<Double> {
        let (least, greatest) = values.reduce((Double.infinity, -Double.infinity)) { (min($0.0, $1), max($0.1, $1)) }
        return least <= greatest ? least...greatest : 0...0
    }
}
