/// A table of text cells under a header, as a CSV file holds it (RFC 4180, but for line ends, which are LF: to
/// sqlite3, awk and cut a CR is a part of the last cell). Numbers are cells too: `numbers(of:)`
/// reads them; an empty cell means "not measured".
public struct CSVTable: Hashable, Sendable {
    public let columns: [String]
    /// Every row has one cell per column.
    public private(set) var rows: [[String]]

    /// Traps on a row whose number of cells is not that of the columns.
    public init(columns: [String], rows: [[String]] = []) {
        self.columns = columns
        self.rows = []
        self.rows.reserveCapacity(rows.count)
        for row in rows { append(row) }
    }

    public mutating func append(_ row: [String]) {
        precondition(row.count == columns.count, "a row of \(row.count) cells in a table of \(columns.count) columns")
        rows.append(row)
    }

    public func index(of column: String) -> Int? { columns.firstIndex(of: column) }

    /// The cells of one column from top to bottom; nil where the table has no such column.
    public func cells(of column: String) -> [String]? {
        index(of: column).map { index in rows.map { $0[index] } }
    }

    /// The numbers of one column; nil in place of a cell that is empty or no number.
    public func numbers(of column: String) -> [Double?]? {
        cells(of: column)?.map { Double($0) }
    }

    /// The whole file: header and rows, each ended by LF.
    public var text: String {
        ([columns] + rows).map(Self.line).joined()
    }

    /// One record with its LF.
    public static func line(_ cells: [String]) -> String {
        // A lone empty cell is quoted: as a blank line it would be no record at all to most readers.
        if cells == [""] { return "\"\"\n" }
        return cells.map(quoted).joined(separator: ",") + "\n"
    }

    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r")
        }
        guard needsQuotes else { return cell }
        var text = "\""
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { text.unicodeScalars.append("\"") }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }
}
