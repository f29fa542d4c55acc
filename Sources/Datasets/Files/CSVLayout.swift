import Configuration
import Diagnostics
import Formats

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
    private let areChosen: Bool
    private let advice: CSVAdvice

    /// Whether the first row is a header rather than a sample.
    var hasHeader: Bool { names != nil }

    /// The headers of `columns`; nil where there are none.
    var columnNames: [String]? { names.map { names in columns.map { names[$0] } } }

    /// - Parameter rows: at its first row. `header` `.auto` takes it for a header where a column is named by its
    /// header,
    ///   or where one of the columns that should hold numbers starts with a word that does not stand for a missing one.
    init(
        first rows: borrowing CSVRows, header: Header, columns chosen: [ColumnName]?, label: ColumnName?,
        advice: CSVAdvice
    ) throws(DatasetError) {
        let cells = (0..<rows.count).map { rows.shown($0) }
        let finder = ColumnFinder(name: rows.name, cells: cells, header: header, advice: advice)
        let named =
            (chosen ?? []).enumerated().map { (key: "columns.\($0)", column: $1) }
            + [label].compactMap { $0.map { (key: "label", column: $0) } }
        var positions = try DatasetError.collecting(named) { (name) throws(DatasetError) in
            try DatasetError.blaming(name.key) { () throws(DatasetError) in try finder.position(name.column) }
        }
        let labelPosition = label == nil ? nil : positions.removeLast()
        if chosen == nil { positions = cells.indices.filter { $0 != labelPosition } }
        guard !positions.isEmpty else {
            throw DatasetError(
                "\(rows.name) has no column of numbers beside the label", help: advice.ofSeparator(cells))
        }
        let isNamed = named.contains { if case .header = $0.column { true } else { false } }
        let isHeader =
            switch header {
            case .present: true
            case .absent: false
            case .auto:
                isNamed || positions.contains { DecimalText.value(cells[$0]) == nil && !advice.isMissing(cells[$0]) }
            }
        width = cells.count
        columns = positions
        areChosen = chosen != nil
        self.label = labelPosition
        names = isHeader ? cells : nil
        self.advice = advice
    }

    /// Appends the numbers of a row to `values`.
    func read(_ row: borrowing CSVRows, into values: inout [Double]) throws(DatasetError) {
        guard row.count == width else {
            throw DatasetError(
                "\(row.name) line \(row.line) has \(plural(row.count, "cell")); the first line has \(width)",
                help: advice.ofSeparator((0..<min(row.count, 100)).map { row.shown($0) } + (names ?? [])))
        }
        let isFirst = values.isEmpty
        for (index, column) in columns.enumerated() {
            guard let value = row.number(column), Float(value).isFinite else {
                let error = notANumber(row.shown(column), column, "\(row.name) line \(row.line)")
                // Without a number from the start, it is the choice that is wrong.
                guard isFirst, areChosen, !row.shown(column).isEmpty else { throw error }
                throw DatasetError(error.message, help: error.help, key: "columns.\(index)")
            }
            values.append(value)
        }
    }

    private func notANumber(_ cell: String, _ column: Int, _ line: String) -> DatasetError {
        let place = "\(line), column \(title(column))"
        if cell.isEmpty { return DatasetError("\(place) is empty", help: advice.ofMissing) }
        guard DecimalText.value(cell) == nil else {
            return DatasetError(
                "\(place) holds '\(Excerpt.of(cell))', not finite as a 32-bit float", help: advice.usual)
        }
        return DatasetError("\(place) holds '\(Excerpt.of(cell))', not a number", help: advice.ofCell(cell))
    }

    /// What messages call the column at a position.
    func title(_ column: Int) -> String { names.map { "'\(Excerpt.of($0[column]))'" } ?? "\(column + 1)" }
}

/// Finds columns by name or number in the first row.
private struct ColumnFinder {
    let name: String
    let cells: [String]
    let header: CSVLayout.Header
    let advice: CSVAdvice
    /// By header: of the first column and of the second, if there is one.
    private let places: [String: (first: Int, second: Int?)]

    init(name: String, cells: [String], header: CSVLayout.Header, advice: CSVAdvice) {
        (self.name, self.cells, self.header, self.advice) = (name, cells, header, advice)
        places = Dictionary(
            cells.enumerated().map { ($0.element, ($0.offset, nil)) }, uniquingKeysWith: { ($0.0, $0.1 ?? $1.0) })
    }

    func position(_ column: ColumnName) throws(DatasetError) -> Int {
        switch column {
        case .number(let number):
            if cells.indices.contains(number - 1) { return number - 1 }
            let isName = header != .absent && cells.contains("\(number)")
            throw DatasetError(
                "\(name) has \(plural(cells.count, "column")), and so no column \(number)",
                help: isName
                    ? "a header that is a number is quoted: \"\(number)\""
                    : advice.ofSeparator(cells) ?? "columns count from 1; headers are named as they stand: \(list)")
        case .header(let text):
            guard header != .absent else {
                throw DatasetError(
                    "\(name) has no header to find the column '\(Excerpt.of(text))' in", help: "give its number, from 1"
                )
            }
            guard let (position, second) = places[text] else {
                let near = Similarity.nearest(to: text, in: cells)
                throw DatasetError(
                    "\(name) has no column '\(Excerpt.of(text))'",
                    help: near.map { "a column with a similar name exists: '\(Excerpt.of($0))'" }
                        ?? advice.ofSeparator(cells) ?? "its first line is: \(list)")
            }
            guard second == nil else {
                throw DatasetError(
                    "\(name) has several columns '\(Excerpt.of(text))'",
                    help: "give the number of the one meant, from 1")
            }
            return position
        }
    }

    private var list: String {
        cells.prefix(12).map { Excerpt.of($0) }.joined(separator: ", ") + (cells.count > 12 ? ", ..." : "")
    }
}
