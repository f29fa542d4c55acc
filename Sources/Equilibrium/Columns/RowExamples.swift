/// The first rows of a table's held-out part and of what a generator made, as the data's file would have them.
public struct RowExamples: Hashable, Sendable {
    /// Of the first columns.
    public let columns: [String]
    /// [row][column]
    public let heldOut: [[String]], generated: [[String]]
    /// Columns that are left out.
    public let omitted: Int

    /// Rows of either kind, and columns, at most.
    static let most = (rows: 5, columns: 12)
}

extension RowExamples {
    init(_ names: [String], heldOut: ColumnCells, generated: ColumnCells) {
        let shown = 0..<min(names.count, Self.most.columns)
        func rows(_ cells: ColumnCells) -> [[String]] {
            (0..<min(cells.rows, Self.most.rows)).map { row in shown.map { cells.text(row: row, column: $0) } }
        }
        columns = shown.map { names[$0] }
        (self.heldOut, self.generated) = (rows(heldOut), rows(generated))
        omitted = names.count - shown.count
    }
}
