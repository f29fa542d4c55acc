import Foundation
import Reporting

/// A CSV file that grows a row at a time, each row whole as soon as it is written.
struct RowLog {
    let path: String

    init(_ path: String) { self.path = path }

    /// Writes the table in place of what was there; rows are added to it.
    func start(_ table: CSVTable) throws { try AtomicFile.write(table.text, to: path) }

    /// Adds the rows of a table of the same columns.
    func append(_ table: CSVTable) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data(table.rows.map(CSVTable.line).joined().utf8))
    }
}
