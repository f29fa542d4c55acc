import Configuration

/// A column as the user names it: by its header, or by its number from 1.
enum ColumnName: Hashable, Sendable {
    case header(String)
    case number(Int)

    init?(_ value: Value) {
        switch value {
        case .integer(let number): self = .number(number)
        case .text(let header): self = .header(header)
        default: return nil
        }
    }
}

/// Which columns of a CSV file are the numbers of a sample and which its label, as the first row tells.
struct CSVLayout {
    enum Header: String, CaseIterable, Sendable { case auto, present, absent }

    /// Cells in every row.
    let width: Int
    /// Positions of the numbers, from 0.
    let columns: [Int]
    let label: Int?
    private let names: [String]?

    /// Whether the first row is a header rather than a sample.
    var hasHeader: Bool { names != nil }

    /// `header` `.auto` takes the first row for a header where a column is named by its header, or where one of the
    /// columns that should hold numbers does not start with one.
    init(
        first: CSVRows.Row, name: String, header: Header, columns chosen: [ColumnName]?, label: ColumnName?
    ) throws(DatasetError) {
        func position(_ column: ColumnName) throws(DatasetError) -> Int {
            switch column {
            case .number(let number):
                guard first.cells.indices.contains(number - 1) else {
                    throw DatasetError("\(name) has \(plural(first.cells.count, "column")), and so no column \(number)")
                }
                return number - 1
            case .header(let text):
                guard header != .absent else {
                    throw DatasetError(
                        "\(name) has no header to find the column '\(text)' in", help: "give its number, from 1")
                }
                guard let position = first.cells.firstIndex(of: text) else {
                    throw DatasetError(
                        "\(name) has no column '\(text)'",
                        help: "its first line is: \(first.cells.joined(separator: ", "))")
                }
                guard first.cells[(position + 1)...].firstIndex(of: text) == nil else {
                    throw DatasetError(
                        "\(name) has several columns '\(text)'", help: "give the number of the one meant, from 1")
                }
                return position
            }
        }
        var positions: [Int] = []
        for column in chosen ?? [] { positions.append(try position(column)) }
        let labelPosition: Int? = if let label { try position(label) } else { nil }
        if chosen == nil { positions = first.cells.indices.filter { $0 != labelPosition } }
        guard !positions.isEmpty else { throw DatasetError("\(name) has no column of numbers beside the label") }

        let named = ((chosen ?? []) + [label].compactMap { $0 }).contains {
            if case .header = $0 { true } else { false }
        }
        let isHeader =
            switch header {
            case .present: true
            case .absent: false
            case .auto: named || positions.contains { Double(first.cells[$0]) == nil }
            }
        width = first.cells.count
        columns = positions
        self.label = labelPosition
        names = isHeader ? first.cells : nil
    }

    /// Appends the numbers of `row` to `values`.
    func read(_ row: CSVRows.Row, name: String, into values: inout [Double]) throws(DatasetError) {
        guard row.cells.count == width else {
            throw DatasetError(
                "\(name) line \(row.line) has \(plural(row.cells.count, "cell")); the first line has \(width)")
        }
        for column in columns {
            let cell = row.cells[column]
            guard let value = Double(cell), value.isFinite, Float(value).isFinite else {
                let found =
                    cell.isEmpty
                    ? "is empty"
                    : "holds '\(cell)', " + (Double(cell) == nil ? "not a number" : "not finite as a 32-bit float")
                throw DatasetError(
                    "\(name) line \(row.line), column \(title(column)) \(found)",
                    help: "mend the cell, or choose other columns with 'columns' and 'label'")
            }
            values.append(value)
        }
    }

    /// What messages call the column at a position.
    func title(_ column: Int) -> String { names.map { "'\($0[column])'" } ?? "\(column + 1)" }
}
