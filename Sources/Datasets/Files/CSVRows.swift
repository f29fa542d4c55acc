/// The rows of a text in the CSV format (RFC 4180), one after another. Lines may end in LF or CRLF; empty lines are
/// skipped.
struct CSVRows {
    struct Row {
        /// The line that the row starts on, from 1.
        let line: Int
        /// Without the blanks around them.
        let cells: [String]
    }

    /// What messages call the text.
    let name: String
    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1

    init(name: String, bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
        self.name = name
        self.bytes = bytes
        self.separator = separator
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }  // a byte order mark
    }

    /// The next row, or nil at the end.
    mutating func next() throws(DatasetError) -> Row? {
        while position < bytes.count {
            let start = line
            let cells = try row()
            if cells != [""] { return Row(line: start, cells: cells) }
        }
        return nil
    }

    private mutating func row() throws(DatasetError) -> [String] {
        var cells: [String] = []
        while true {
            cells.append(try cell())
            guard position < bytes.count else { return cells }
            let end = bytes[position]
            position += 1
            if end == separator { continue }
            line += 1  // `cell` stops at a separator, at a line feed or at the end
            return cells
        }
    }

    private mutating func cell() throws(DatasetError) -> String {
        let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].filter { $0 != separator }
        while position < bytes.count, blanks.contains(bytes[position]) { position += 1 }
        if position < bytes.count, bytes[position] == quote { return try quoted(blanks) }
        let start = position
        while position < bytes.count, bytes[position] != separator, bytes[position] != lineFeed { position += 1 }
        var end = position
        while end > start, blanks.contains(bytes[end - 1]) { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func quoted(_ blanks: [UInt8]) throws(DatasetError) -> String {
        let start = line
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == lineFeed { line += 1 }
            guard byte == quote else {
                text.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == quote {
                text.append(quote)
                position += 1
                continue
            }
            while position < bytes.count, blanks.contains(bytes[position]) { position += 1 }
            guard position == bytes.count || bytes[position] == separator || bytes[position] == lineFeed else {
                throw DatasetError("\(name) line \(line): text follows the closing quote of a cell")
            }
            return String(decoding: text, as: UTF8.self)
        }
        throw DatasetError("\(name) line \(start): a quoted cell does not end")
    }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
