/// The rows of a text in the CSV format (RFC 4180), one at a time, read in pieces: what is in memory is one row. Lines
/// end in LF, CRLF or CR; empty lines are skipped; blanks around cells do not count.
struct CSVRows: ~Copyable {
    /// Cells in a row, at most.
    static let mostCells = 100_000
    /// Bytes in a row, at most.
    static let mostBytes = 1 << 24
    private static let pieceSize = 1 << 18

    /// What messages call the text.
    let name: String
    /// The line that the row starts on, from 1.
    private(set) var line = 0

    private var reader: FileReader
    private let separator: UInt8
    private var piece: [UInt8] = []
    private var position = 0
    private var nextLine = 1
    /// The row's cells, one after another, and where each ends.
    private var text: [UInt8] = []
    private var ends: [Int] = []

    /// Throws where the text is UTF-16.
    init(_ reader: consuming FileReader, separator: UInt8) throws(DatasetError) {
        name = reader.name
        self.reader = reader
        self.separator = separator
        _ = try refill()
        if piece.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }  // a byte order mark
        let isWide = [[0xff, 0xfe], [0xfe, 0xff]].contains(piece.prefix(2).map(Int.init))
        let zeros = piece.prefix(4).map { $0 == 0 }
        guard !isWide, zeros != [false, true, false, true], zeros != [true, false, true, false] else {
            throw DatasetError(
                "\(name) is UTF-16 text, as Excel's 'Unicode Text' is; UTF-8 is read",
                help: "save it as 'CSV UTF-8', or convert it: iconv -f UTF-16 -t UTF-8")
        }
    }

    /// Goes to the next row. False at the end.
    mutating func next() throws(DatasetError) -> Bool {
        while try peek() != nil {
            text.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            line = nextLine
            repeat { try cell() } while try goesOn()
            if ends != [0] { return true }
        }
        return false
    }

    // MARK: The row

    var count: Int { ends.count }

    /// The text of a cell; nil where it is not UTF-8.
    func cell(_ index: Int) -> String? { String(validating: text[range(index)], as: UTF8.self) }

    /// The same with other bytes replaced, for messages.
    func shown(_ index: Int) -> String { String(decoding: text[range(index)], as: UTF8.self) }

    /// nil where a cell is not a number in decimal notation.
    func number(_ index: Int) -> Double? {
        text.withUnsafeBufferPointer { DecimalText.value(UnsafeBufferPointer(rebasing: $0[range(index)])) }
    }

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    // MARK: Reading

    /// The next byte, which stays; nil at the end.
    private mutating func peek() throws(DatasetError) -> UInt8? {
        if position == piece.count, try !refill() { return nil }
        return piece[position]
    }

    private mutating func refill() throws(DatasetError) -> Bool {
        piece = try reader.read(Self.pieceSize)
        position = 0
        return !piece.isEmpty
    }

    /// Takes what ends a cell. Whether another cell of the row follows.
    private mutating func goesOn() throws(DatasetError) -> Bool {
        guard let end = try peek() else { return false }
        guard end != 0 else {
            throw DatasetError("\(name) line \(nextLine) holds a byte of 0, which text does not have")
        }
        position += 1
        if end == separator { return true }
        nextLine += 1
        if end == carriageReturn, try peek() == lineFeed { position += 1 }
        return false
    }

    private mutating func cell() throws(DatasetError) {
        try skipBlanks()
        if try peek() == quote {
            try quoted()
        } else {
            let start = text.count
            while try peek() != nil {
                let first = position
                while position < piece.count, !endsCell(piece[position]) { position += 1 }
                text += piece[first..<position]
                try checkSize()
                if position < piece.count { break }
            }
            while text.count > start, let last = text.last, isBlank(last) { text.removeLast() }
        }
        ends.append(text.count)
        guard ends.count <= Self.mostCells else {
            throw DatasetError("\(name) line \(line) has more than \(Self.mostCells) cells, the most that is read")
        }
    }

    private mutating func quoted() throws(DatasetError) {
        let start = nextLine
        position += 1
        while let byte = try peek() {
            position += 1
            if byte == lineFeed { nextLine += 1 }
            if byte == quote {
                guard try peek() == quote else {
                    try skipBlanks()
                    if let next = try peek(), !endsCell(next) {
                        throw DatasetError("\(name) line \(nextLine): text follows the closing quote of a cell")
                    }
                    return
                }
                position += 1
            }
            text.append(byte)
            try checkSize()
        }
        throw DatasetError("\(name) line \(start): a quoted cell does not end")
    }

    private mutating func skipBlanks() throws(DatasetError) {
        while let byte = try peek(), isBlank(byte) { position += 1 }
    }

    private func checkSize() throws(DatasetError) {
        guard text.count <= Self.mostBytes else {
            throw DatasetError(
                "\(name) line \(line) is longer than \(Self.mostBytes >> 20) MiB, the most that is read",
                help: "a quote that is never closed takes in all lines after it")
        }
    }

    private func endsCell(_ byte: UInt8) -> Bool {
        byte == separator || byte == lineFeed || byte == carriageReturn || byte == 0
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != separator
    }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
