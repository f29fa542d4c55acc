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
        try CSVFileRows.check(columns, hold: needed, path)
        let columns = TableColumns(columns)
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

extension CSVFileRows {
    /// Hands on what each row was written from, to the last bit. The parameters are those of `CSVTable.rows`.
    mutating func each<Value>(
        needing needed: [String], _ noun: String, _ read: (TableCells) -> Value?, _ body: (Value) -> Void
    ) throws(Diagnostic) {
        try Self.check(columns, hold: needed, path)
        let columns = TableColumns(columns)
        var number = 0
        while try next() {
            number += 1
            guard let value = read(TableCells(columns, cells)) else {
                throw Diagnostic("'\(path)': row \(number) is no \(noun)")
            }
            body(value)
        }
    }

    /// Goes to the end. -> the last row; nil where there is none.
    mutating func last() throws(Diagnostic) -> TableCells? {
        var last: CSVScanner.Row?
        while try next() { last = row }
        return last.map { TableCells(TableColumns(columns), $0.texts) }
    }

    fileprivate static func check(
        _ columns: [String], hold needed: [String], _ path: String
    ) throws(Diagnostic) {
        let columns = Set(columns)
        for column in needed where !columns.contains(column) {
            throw Diagnostic("'\(path)' lacks the column '\(column)'", help: "it was written by another version")
        }
    }
}

/// Where in a row the cell of each column stands.
struct TableColumns {
    let names: [String]
    fileprivate let places: [String: Int]

    init(_ names: [String]) {
        self.names = names
        places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }
}

/// The cells of a row that is read back, by their columns.
struct TableCells {
    private let columns: TableColumns
    private let cells: [String]

    init(_ columns: TableColumns, _ cells: [String]) {
        self.columns = columns
        self.cells = cells
    }

    /// nil where there is no such column.
    func cell(_ column: String) -> String? { columns.places[column].map { cells[$0] } }

    /// nil where the cell is empty, too.
    func text<Row>(_ column: TableColumn<Row>) -> String? { cell(column.name).flatMap { $0.isEmpty ? nil : $0 } }

    func number<Row>(_ column: TableColumn<Row>) -> Double? { cell(column.name).flatMap { Double($0) } }
    func integer<Row>(_ column: TableColumn<Row>) -> Int? { cell(column.name).flatMap { Int($0) } }
    func count<Row>(_ column: TableColumn<Row>) -> Int? { integer(column).flatMap { $0 >= 0 ? $0 : nil } }
    func number(_ column: EvaluationColumn) -> Double? { cell(column.name).flatMap { Double($0) } }

    func share<Row>(_ column: TableColumn<Row>) -> Double? {
        number(column).flatMap { (0...1).contains($0) ? $0 : nil }
    }

    func flag<Row>(_ column: TableColumn<Row>) -> Bool? {
        switch cell(column.name) {
        case "0": false
        case "1": true
        default: nil
        }
    }
}
