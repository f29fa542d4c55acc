import Diagnostics

extension CSVTable {
    /// Reads a CSV file: RFC 4180, and besides it a UTF-8 byte order mark, LF or CR alone as line ends, a last line
    /// without one, and blank lines (skipped). `path` is named in errors.
    public init(reading bytes: [UInt8], path: String) throws(Diagnostic) {
        var reader = CSVReader(bytes: bytes, path: path)
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

/// Reads records one after another. It works on bytes, since to Swift's characters CRLF is one character.
private struct CSVReader {
    let bytes: [UInt8]
    let path: String
    var position = 0

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        self.path = path
    }

    mutating func table() throws(Diagnostic) -> CSVTable {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Diagnostic("'\(path)' is not UTF-8 text", help: "save the table as UTF-8")
        }
        guard let header = try record() else {
            throw Diagnostic("'\(path)' is empty", help: "the first line of a CSV file names its columns")
        }
        var seen = Set<String>()
        for name in header.cells where !seen.insert(name).inserted {
            throw error("column '\(name)' appears twice", at: header.start)
        }
        var table = CSVTable(columns: header.cells)
        while let row = try record() {
            guard row.cells.count == header.cells.count else {
                throw error(
                    "this row has \(row.cells.count) cells, the header \(header.cells.count)", at: row.start,
                    help: "a cell that holds a comma, a quote or a line break stands in double quotes")
            }
            table.append(row.cells)
        }
        return table
    }

    /// The next record that is not a blank line, with the position it starts at; nil at the end.
    private mutating func record() throws(Diagnostic) -> (cells: [String], start: Int)? {
        while position < bytes.count, isLineEnd(bytes[position]) { skipLineEnd() }
        guard position < bytes.count else { return nil }
        let start = position
        var cells: [String] = []
        while true {
            cells.append(try cell())
            guard position < bytes.count else { return (cells, start) }
            if bytes[position] == comma {
                position += 1
            } else {
                skipLineEnd()
                return (cells, start)
            }
        }
    }

    /// Reads up to the comma, line end or end of file behind the cell.
    private mutating func cell() throws(Diagnostic) -> String {
        if position < bytes.count, bytes[position] == quote { return try quotedCell() }
        let start = position
        while position < bytes.count, bytes[position] != comma, !isLineEnd(bytes[position]) {
            if bytes[position] == quote {
                throw error(
                    "a quote inside a cell that is not quoted", at: position,
                    help: "put the cell in double quotes and write the quote twice")
            }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func quotedCell() throws(Diagnostic) -> String {
        let start = position
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard byte == quote else {
                content.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == quote {
                content.append(quote)
                position += 1
            } else if position == bytes.count || bytes[position] == comma || isLineEnd(bytes[position]) {
                return String(decoding: content, as: UTF8.self)
            } else {
                throw error("text behind the closing quote of a cell", at: position, help: "write a quote twice")
            }
        }
        throw error("this quoted cell never ends", at: start, help: "a closing double quote is missing")
    }

    private mutating func skipLineEnd() {
        let isCRLF = bytes[position] == cr && position + 1 < bytes.count && bytes[position + 1] == lf
        position += isCRLF ? 2 : 1
    }

    private func error(_ message: String, at offset: Int, help: String? = nil) -> Diagnostic {
        var starts = [0]
        var ends: [Int] = []
        var walker = CSVReader(bytes: bytes, path: path)
        while walker.position < bytes.count {
            guard isLineEnd(bytes[walker.position]) else {
                walker.position += 1
                continue
            }
            ends.append(walker.position)
            walker.skipLineEnd()
            starts.append(walker.position)
        }
        ends.append(bytes.count)
        let line = (starts.lastIndex { $0 <= offset }) ?? 0
        let column = String(decoding: bytes[starts[line]..<offset], as: UTF8.self).unicodeScalars.count + 1
        let lines = zip(starts, ends).map { String(decoding: bytes[$0..<$1], as: UTF8.self) }
        let source = Source(path: path, text: lines.joined(separator: "\n"))
        let location = Location(source: source, line: line + 1, column: column, length: 1)
        return Diagnostic(message, at: location, help: help)
    }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let cr = UInt8(ascii: "\r")
private let lf = UInt8(ascii: "\n")

private func isLineEnd(_ byte: UInt8) -> Bool { byte == cr || byte == lf }
