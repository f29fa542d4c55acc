import Diagnostics
import Formats

/// The rows of a CSV file, one at a time: RFC 4180, and besides it a UTF-8 byte order mark, LF or CR alone as line
/// ends, a last line without one, and blank lines (skipped). What is in memory is a piece of the file and a row.
///
///     var rows = try CSVFileRows(path)
///     while try rows.next() { print(rows.cells) }
public struct CSVFileRows {
    /// Named in errors.
    public let path: String
    /// The header.
    public private(set) var columns: [String] = []

    private let text: CSVText
    private let pieces: () throws(FileError) -> [UInt8]
    private var scanner = CSVScanner()

    /// - Throws: where there is no such file, or its first row is no header.
    public init(_ path: String) throws(Diagnostic) {
        try self.init(.file(path), path: path)
    }

    /// `path` is named in errors.
    public init(_ bytes: [UInt8], path: String) throws(Diagnostic) {
        try self.init(.bytes(bytes), path: path)
    }

    /// Reads a file; what cannot be read is a `FileError`, which says nothing of what is in it, and what is no table a
    /// `Diagnostic`.
    static func read<Value>(_ path: String, _ body: (inout CSVFileRows) throws -> Value) throws -> Value {
        let file = try FilePieces(path)
        do {
            var rows = try CSVFileRows(.file(path), path: path, file)
            return try body(&rows)
        } catch {
            throw file.failure ?? error
        }
    }

    /// - Parameter file: to be read first; nil: opened here.
    private init(_ text: CSVText, path: String, _ file: FilePieces? = nil) throws(Diagnostic) {
        self.path = path
        self.text = text
        if let file {
            pieces = { () throws(FileError) in try file.next() }
        } else {
            do { pieces = try text.pieces() } catch { throw error.ofTable }
        }
        guard try step() else {
            throw Diagnostic("'\(path)' is empty", help: "the first line of a CSV file names its columns")
        }
        columns = cells
        var seen = Set<String>()
        for name in columns where !seen.insert(name).inserted {
            throw error("column '\(name)' appears twice", at: scanner.start)
        }
    }

    /// Goes to the next row, which has one cell for each column. False at the end.
    public mutating func next() throws(Diagnostic) -> Bool {
        guard try step() else { return false }
        guard scanner.count == columns.count else {
            throw error(
                "this row has \(scanner.count) cells, the header \(columns.count)", at: scanner.start,
                help: "a cell that holds a comma, a quote or a line break stands in double quotes")
        }
        return true
    }

    /// The cells of the row.
    public var cells: [String] { (0..<scanner.count).map { scanner.text($0) } }

    /// A cell of the row.
    func cell(_ column: Int) -> String { scanner.text(column) }

    /// nil where the cell is empty or no number.
    func number(_ column: Int) -> Double? {
        let bytes = scanner.bytes(column)
        return bytes.isEmpty ? nil : scanner.number(column) ?? Double(String(decoding: bytes, as: UTF8.self))
    }

    /// Bytes of all cells of the row.
    var size: Int { scanner.size }

    /// The row, to be looked at later.
    var row: CSVScanner.Row { scanner.current }

    private mutating func step() throws(Diagnostic) -> Bool {
        while true {
            let step: CSVScanner.Step
            do { step = try scanner.next() } catch { throw told(error) }
            switch step {
            case .row:
                guard scanner.isUTF8 else {
                    throw Diagnostic("'\(path)' is not UTF-8 text", help: "save the table as UTF-8")
                }
                return true
            case .end: return false
            case .needsBytes:
                let piece: [UInt8]
                do { piece = try pieces() } catch { throw error.ofTable }
                if piece.isEmpty { scanner.finish() } else { scanner.append(piece) }
            }
        }
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
        do { return Diagnostic(message, at: try text.location(of: offset, path: path), help: help) } catch {
            return error.ofTable
        }
    }
}

extension CSVTable {
    /// The whole of a CSV file, as `CSVFileRows` reads it.
    public init(contentsOf path: String) throws(Diagnostic) {
        try self.init(CSVFileRows(path))
    }

    /// `path` is named in errors.
    public init(reading bytes: [UInt8], path: String) throws(Diagnostic) {
        try self.init(CSVFileRows(bytes, path: path))
    }

    public init(reading text: String, path: String) throws(Diagnostic) {
        try self.init(reading: Array(text.utf8), path: path)
    }

    private init(_ rows: CSVFileRows) throws(Diagnostic) {
        var rows = rows
        self.init(columns: rows.columns)
        while try rows.next() { append(rows.cells) }
    }
}

/// Where a table's text comes from. It is gone through again to say where an error is.
private enum CSVText {
    case file(String)
    case bytes([UInt8])

    /// Gives the next piece at each call; an empty one at the end.
    func pieces() throws(FileError) -> () throws(FileError) -> [UInt8] {
        switch self {
        case .file(let path):
            let file = try FilePieces(path)
            return { () throws(FileError) in try file.next() }
        case .bytes(let bytes):
            var rest = bytes
            return {
                defer { rest = [] }
                return rest
            }
        }
    }

    /// Of the rest of the line behind a place, at most so much is kept: it may be all of the file.
    private static let shown = 1000

    /// The line and column of a byte, counted from behind a byte order mark, with the text of its line.
    func location(of offset: Int, path: String) throws(FileError) -> Location {
        var (line, text) = (1, [UInt8]())
        // Bytes gone through, the byte order mark not counted.
        var (position, lineStart) = (0, 0)
        var (isFirst, afterReturn) = (true, false)
        let pieces = try pieces()
        search: while case let piece = try pieces(), !piece.isEmpty {
            let hasMark = isFirst && piece.starts(with: [0xEF, 0xBB, 0xBF])
            isFirst = false
            for byte in piece.dropFirst(hasMark ? 3 : 0) {
                let continuesReturn = afterReturn && byte == UInt8(ascii: "\n")
                afterReturn = byte == UInt8(ascii: "\r")
                if afterReturn || byte == UInt8(ascii: "\n") {
                    if position >= offset { break search }
                    text.removeAll()
                    if !continuesReturn { line += 1 }
                    lineStart = position + 1
                } else {
                    text.append(byte)
                    if position > offset + Self.shown { break search }
                }
                position += 1
            }
        }
        let before = text.prefix(max(0, offset - lineStart))
        let column = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
        let source = Source(path: path, text: String(decoding: text, as: UTF8.self), firstLine: line)
        return Location(source: source, line: line, column: column, length: 1)
    }
}

extension FileError {
    fileprivate var ofTable: Diagnostic { Diagnostic("cannot read '\(path)': \(reason)") }
}
