/// A column of whole numbers by which rows are counted: every row has its own, and they follow each other. It says
/// where in its file a row stands, and nothing of the row; a generator can learn no more of it than its range. A table
/// that is sorted by a measured number, or has a row a year, looks the same: so nothing is left out unasked.
enum RowNumbering: Hashable {
    /// Every whole number of a range once, in any order.
    case count(from: Int, to: Int)
    /// From each row to the next they rise, or they fall.
    case order

    /// Of fewer rows any column may look like that.
    private static let fewest = 20

    /// - Parameter cells: in the order of the rows; nil where one is no whole number.
    init?(_ cells: [Int?]) {
        let numbers = cells.compactMap { $0 }
        guard numbers.count == cells.count, numbers.count >= Self.fewest, Set(numbers).count == numbers.count,
            let least = numbers.min(), let greatest = numbers.max()
        else { return nil }
        let steps = zip(numbers, numbers.dropFirst())
        if greatest.subtractingReportingOverflow(least) == (numbers.count - 1, false) {
            self = .count(from: least, to: greatest)
        } else if steps.allSatisfy({ $0 < $1 }) || steps.allSatisfy({ $0 > $1 }) {
            self = .order
        } else {
            return nil
        }
    }

    init?(_ column: TextColumn) {
        guard column.texts.count == column.rows.count else { return nil }
        self.init(column.texts.map { Int($0) })
    }

    /// - Parameters:
    ///   - title: of the column: "column 'id' of 't.csv'".
    ///   - others: the columns that there are besides; none where it is the only one.
    func remark(_ title: String, others: [String], key: String) -> DataRemark? {
        guard !others.isEmpty else { return nil }
        let what =
            switch self {
            case .count(let from, let to): "counts the rows, \(from) to \(to)"
            case .order:
                "has a whole number of its own in every row, in the order of the file, as numbers of records are"
            }
        return DataRemark(
            "\(title) \(what): unless it is measured, there is nothing in it to learn, and judges look at it",
            help: "leave it out: \(Self.cure(others))", key: key)
    }

    private static let mostNamed = 12

    private static func cure(_ others: [String]) -> String {
        let isPlain = others.allSatisfy { name in
            name.first.map { $0.isLetter || $0.isNumber } == true
                && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        }
        guard isPlain, others.count <= mostNamed else { return "name the others as data.columns" }
        return "data.columns: [\(others.joined(separator: ", "))]"
    }
}
