import Formats
import Reporting

/// A CSV file that grows a row at a time, each row whole as soon as it is written.
struct RowLog {
    let path: String

    init(_ path: String) { self.path = path }

    /// What was written, without a row that has no line end: a killed program came no further with it.
    func table() throws -> CSVTable {
        let bytes = try AtomicFile.read(path)
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1
        return try CSVTable(reading: Array(bytes[...end]), path: path)
    }

    /// Writes the table in place of what was there; rows are added to it.
    func start(_ table: CSVTable) throws { try AtomicFile.write(table.text, to: path) }

    /// Adds the rows of a table of the same columns: all of them or, where the disk is full, none.
    func append(_ table: CSVTable, flushed: Bool = true) throws {
        try AtomicFile.append(table.rows.map(CSVTable.line).joined(), to: path, flushed: flushed)
    }
}
