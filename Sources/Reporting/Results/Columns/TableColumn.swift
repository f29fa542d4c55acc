import Diagnostics
import Formats

/// A column of a table of results, declared once: the file, what reads it, and results/README.md take it from here.
public struct TableColumn<Row>: Sendable {
    public let name: String
    /// What a cell says, as a phrase in Markdown, with the unit where there is one.
    public let meaning: String
    /// The cell of a row; empty: not measured.
    public let cell: @Sendable (Row) -> String

    init(_ name: String, _ meaning: String, text: @escaping @Sendable (Row) -> String?) {
        self.name = name
        self.meaning = meaning
        cell = { text($0) ?? "" }
    }

    init(_ name: String, _ meaning: String, number: @escaping @Sendable (Row) -> Double?) {
        self.init(name, meaning, text: { NumberText.exact(number($0)) })
    }

    init(_ name: String, _ meaning: String, integer: @escaping @Sendable (Row) -> Int?) {
        self.init(name, meaning, text: { NumberText.exact(integer($0)) })
    }

    /// 1 or 0.
    init(_ name: String, _ meaning: String, flag: @escaping @Sendable (Row) -> Bool?) {
        self.init(name, meaning, text: { row in flag(row).map { $0 ? "1" : "0" } })
    }
}

extension CSVTable {
    init<Row>(_ columns: [TableColumn<Row>], _ rows: [Row]) {
        self.init(columns: columns.map(\.name), rows: rows.map { row in columns.map { $0.cell(row) } })
    }

    /// What the rows were written from, to the last bit.
    /// - Parameters:
    ///   - needed: names of columns without which there is nothing to read.
    ///   - noun: what a row is: "an examination".
    ///   - read: nil where a row is not that.
    func rows<Value>(
        needing needed: [String], of path: String, _ noun: String, _ read: (TableCells) -> Value?
    ) throws(Diagnostic) -> [Value] {
        for column in needed where index(of: column) == nil {
            throw Diagnostic("'\(path)' lacks the column '\(column)'", help: "it was written by another version")
        }
        var values: [Value] = []
        for (index, row) in rows.enumerated() {
            guard let value = read(TableCells(columns, row)) else {
                throw Diagnostic("'\(path)': row \(index + 1) is no \(noun)")
            }
            values.append(value)
        }
        return values
    }
}

/// The cells of a row that is read back, by their columns.
struct TableCells {
    private let cells: [String: String]

    init(_ columns: [String], _ row: [String]) {
        cells = Dictionary(zip(columns, row), uniquingKeysWith: { first, _ in first })
    }

    /// nil where there is no such column.
    func cell(_ column: String) -> String? { cells[column] }

    /// nil where the cell is empty, too.
    func text<Row>(_ column: TableColumn<Row>) -> String? { cells[column.name].flatMap { $0.isEmpty ? nil : $0 } }

    func number<Row>(_ column: TableColumn<Row>) -> Double? { cells[column.name].flatMap { Double($0) } }
    func integer<Row>(_ column: TableColumn<Row>) -> Int? { cells[column.name].flatMap { Int($0) } }
    func count<Row>(_ column: TableColumn<Row>) -> Int? { integer(column).flatMap { $0 >= 0 ? $0 : nil } }
    func number(_ column: EvaluationColumn) -> Double? { cells[column.name].flatMap { Double($0) } }

    func share<Row>(_ column: TableColumn<Row>) -> Double? {
        number(column).flatMap { (0...1).contains($0) ? $0 : nil }
    }

    func flag<Row>(_ column: TableColumn<Row>) -> Bool? {
        switch cells[column.name] {
        case "0": false
        case "1": true
        default: nil
        }
    }
}
