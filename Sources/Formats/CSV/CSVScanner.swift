/// Reads the rows of a text in the CSV format (RFC 4180), one at a time, from pieces as they come: what is in memory is
/// a piece and a row. Lines end in LF, CRLF or CR; a UTF-8 byte order mark at the start and blank lines are skipped.
///
///     var scanner = CSVScanner()
///     scanner.append(bytes)
///     scanner.finish()
///     while try scanner.next() == .row { print((0..<scanner.count).map { scanner.text($0) }) }
public struct CSVScanner: Sendable {
    public enum Step: Sendable {
        /// A row is there to be asked for its cells.
        case row
        /// The text goes on: `append` a piece, or `finish`.
        case needsBytes
        case end
    }

    /// Cells in a row, at most.
    public static let mostCells = 100_000
    /// Bytes in a row, at most.
    public static let mostBytes = 1 << 24

    /// The line that the row starts on, from 1.
    public private(set) var line = 0
    /// Where the row starts, in bytes from the start of the text or from behind its byte order mark.
    public private(set) var start = 0

    private let separator: UInt8
    private let isLenient: Bool
    /// What is still to be read, from `position` on, and where `bytes` starts in the text.
    private var bytes: [UInt8] = []
    private var position = 0
    private var offset = 0
    private var nextLine = 1
    private var hasBegun = false
    private var isComplete = false
    /// The row's cells, one after another, and where each ends.
    private var cells: [UInt8] = []
    private var ends: [Int] = []

    /// - Parameter isLenient: for files of other programs: blanks around cells do not count, a quote in the middle of a
    ///   cell is text, a row of one empty cell is skipped, and a byte of 0 is an error.
    public init(separator: UInt8 = UInt8(ascii: ","), isLenient: Bool = false) {
        self.separator = separator
        self.isLenient = isLenient
    }

    public mutating func append(_ piece: [UInt8]) {
        bytes.removeSubrange(..<position)
        offset += position
        position = 0
        bytes += piece
    }

    /// No more pieces come.
    public mutating func finish() { isComplete = true }

    /// Goes to the next row.
    public mutating func next() throws(CSVError) -> Step {
        if !hasBegun {
            guard bytes.count >= 3 || isComplete else { return .needsBytes }
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
            hasBegun = true
        }
        while position < bytes.count {
            let first = position
            (line, start) = (nextLine, offset + first)
            guard try row() else {
                // Read again when the rest is there.
                (position, nextLine) = (first, line)
                return .needsBytes
            }
            let isBlank = ends == [0] && (isLenient || bytes[first] != quote)
            if !isBlank { return .row }
        }
        return isComplete ? .end : .needsBytes
    }

    // MARK: The row

    public var count: Int { ends.count }

    /// Bytes of all its cells.
    public var size: Int { cells.count }

    /// The bytes of a cell, without quotes.
    public func bytes(_ index: Int) -> ArraySlice<UInt8> { cells[range(index)] }

    /// The text of a cell, with bytes that are not UTF-8 replaced.
    public func text(_ index: Int) -> String { String(decoding: cells[range(index)], as: UTF8.self) }

    /// Whether every cell of the row is UTF-8 text.
    public var isUTF8: Bool {
        // Hardly any row needs the second look.
        cells.allSatisfy { $0 < 0x80 }
            || ends.indices.allSatisfy { String(validating: cells[range($0)], as: UTF8.self) != nil }
    }

    /// nil where a cell is not a number in decimal notation.
    public func number(_ index: Int) -> Double? {
        cells.withUnsafeBufferPointer { DecimalText.value(UnsafeBufferPointer(rebasing: $0[range(index)])) }
    }

    /// A row that stays as it is while the scanner goes on.
    public struct Row: Sendable {
        fileprivate let cells: [UInt8]
        fileprivate let ends: [Int]

        /// Bytes of all its cells.
        public var size: Int { cells.count }

        /// The texts of its cells.
        public var texts: [String] {
            zip([0] + ends, ends).map { String(decoding: cells[$0..<$1], as: UTF8.self) }
        }
    }

    public var current: Row { Row(cells: cells, ends: ends) }

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    // MARK: Reading

    /// Reads a row with its line end. False where the bytes end before it does.
    private mutating func row() throws(CSVError) -> Bool {
        cells.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        while true {
            guard try cell() else { return false }
            ends.append(cells.count)
            guard ends.count <= Self.mostCells else { throw .tooManyCells(line: line) }
            guard position < bytes.count else { return true }
            let end = bytes[position]
            if isLenient && end == 0 { throw .zeroByte(line: nextLine) }
            position += 1
            if end == separator { continue }
            if end == carriageReturn {
                guard position < bytes.count || isComplete else { return false }
                if position < bytes.count, bytes[position] == lineFeed { position += 1 }
            }
            nextLine += 1
            return true
        }
    }

    /// Reads up to what ends a cell, or to the end of the text.
    private mutating func cell() throws(CSVError) -> Bool {
        if isLenient { skipBlanks() }
        guard position < bytes.count else { return isComplete }
        if bytes[position] == quote { return try quotedCell() }
        let (first, before) = (position, cells.count)
        while position < bytes.count, !endsCell(bytes[position]) { position += 1 }
        if !isLenient, let quote = bytes[first..<position].firstIndex(of: quote) {
            throw .quoteInside(byte: offset + quote)
        }
        cells += bytes[first..<position]
        try checkSize()
        guard position < bytes.count || isComplete else { return false }
        if isLenient { while cells.count > before, let last = cells.last, isBlank(last) { cells.removeLast() } }
        return true
    }

    private mutating func quotedCell() throws(CSVError) -> Bool {
        let (first, firstLine) = (offset + position, nextLine)
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == lineFeed { nextLine += 1 }
            if byte == quote {
                guard position < bytes.count || isComplete else { return false }
                if position == bytes.count || bytes[position] != quote { return try closedQuote() }
                position += 1
            }
            cells.append(byte)
            try checkSize()
        }
        if isComplete { throw .openQuote(line: firstLine, byte: first) }
        return false
    }

    /// Behind the closing quote of a cell nothing may stand.
    private mutating func closedQuote() throws(CSVError) -> Bool {
        if isLenient { skipBlanks() }
        guard position < bytes.count else { return isComplete }
        guard endsCell(bytes[position]) else { throw .textAfterQuote(line: nextLine, byte: offset + position) }
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    }

    private func checkSize() throws(CSVError) {
        guard cells.count <= Self.mostBytes else { throw .tooLong(line: line) }
    }

    private func endsCell(_ byte: UInt8) -> Bool {
        byte == separator || byte == lineFeed || byte == carriageReturn || isLenient && byte == 0
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != separator
    }
}

/// Why a text is not CSV, with the line, from 1, or the byte as `CSVScanner.start` counts it.
public enum CSVError: Error, Hashable, Sendable {
    case zeroByte(line: Int)
    case textAfterQuote(line: Int, byte: Int)
    case openQuote(line: Int, byte: Int)
    case quoteInside(byte: Int)
    /// More than `CSVScanner.mostCells`.
    case tooManyCells(line: Int)
    /// More than `CSVScanner.mostBytes`.
    case tooLong(line: Int)
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
