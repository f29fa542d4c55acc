import Diagnostics
import Formats

extension CSVTable {
    /// Reads a CSV file: RFC 4180, and besides it a UTF-8 byte order mark, LF or CR alone as line ends, a last line
    /// without one, and blank lines (skipped). `path` is named in errors.
    public init(reading bytes: [UInt8], path: String) throws(Diagnostic) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Diagnostic("'\(path)' is not UTF-8 text", help: "save the table as UTF-8")
        }
        var reader = TableReader(bytes, path: path)
        self = try reader.table()
    }

    public init(contentsOf path: String) throws(Diagnostic) {
        let bytes: [UInt8]
        do {
            bytes = try AtomicFile.read(path)
        } catch {
            throw Diagnostic("cannot read '\(path)': \(error.reason)")
        }
        try self.init(reading: bytes, path: path)
    }

    public init(reading text: String, path: String) throws(Diagnostic) {
        try self.init(reading: Array(text.utf8), path: path)
    }
}

/// Reads a header and rows of as many cells, with errors that show the line.
private struct TableReader {
    let bytes: [UInt8]
    let path: String
    private var scanner = CSVScanner()

    init(_ bytes: [UInt8], path: String) {
        (self.bytes, self.path) = (bytes, path)
        scanner.append(bytes)
        scanner.finish()
    }

    mutating func table() throws(Diagnostic) -> CSVTable {
        guard let header = try row() else {
            throw Diagnostic("'\(path)' is empty", help: "the first line of a CSV file names its columns")
        }
        var seen = Set<String>()
        for name in header where !seen.insert(name).inserted {
            throw error("column '\(name)' appears twice", at: scanner.start)
        }
        var table = CSVTable(columns: header)
        while let row = try row() {
            guard row.count == header.count else {
                throw error(
                    "this row has \(row.count) cells, the header \(header.count)", at: scanner.start,
                    help: "a cell that holds a comma, a quote or a line break stands in double quotes")
            }
            table.append(row)
        }
        return table
    }

    /// The cells of the next row; nil at the end.
    private mutating func row() throws(Diagnostic) -> [String]? {
        do {
            guard try scanner.next() == .row else { return nil }
        } catch {
            throw told(error)
        }
        return (0..<scanner.count).map { scanner.text($0) }
    }

    private func told(_ error: CSVError) -> Diagnostic {
        switch error {
        case .textAfterQuote(_, let byte):
            self.error("text behind the closing quote of a cell", at: byte, help: "write a quote twice")
        case .openQuote(_, let byte):
            self.error("this quoted cell never ends", at: byte, help: "a closing double quote is missing")
        case .quoteInside(let byte):
            self.error(
                "a quote inside a cell that is not quoted", at: byte,
                help: "put the cell in double quotes and write the quote twice")
        case .zeroByte: self.error("a byte of 0", at: scanner.start)
        case .tooManyCells: self.error("a row of more than \(CSVScanner.mostCells) cells", at: scanner.start)
        case .tooLong: self.error("a row of more than \(CSVScanner.mostBytes) bytes", at: scanner.start)
        }
    }

    /// An error at a byte of the text, counted from behind a byte order mark.
    private func error(_ message: String, at offset: Int, help: String? = nil) -> Diagnostic {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let first = text.startIndex
        var lines: [ArraySlice<UInt8>] = []
        var (start, position) = (first, first)
        while position < text.endIndex {
            defer { position += 1 }
            guard text[position] == cr || text[position] == lf else { continue }
            lines.append(text[start..<position])
            if text[position] == cr, position + 1 < text.endIndex, text[position + 1] == lf { position += 1 }
            start = position + 1
        }
        lines.append(text[start...])
        let line = lines.lastIndex { $0.startIndex <= first + offset } ?? 0
        let before = text[lines[line].startIndex..<first + offset]
        let column = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
        let source = Source(
            path: path, text: lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"))
        return Diagnostic(message, at: Location(source: source, line: line + 1, column: column, length: 1), help: help)
    }
}

private let cr = UInt8(ascii: "\r")
private let lf = UInt8(ascii: "\n")
