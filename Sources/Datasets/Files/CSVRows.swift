import Formats

/// The rows of a CSV file as other programs write them (see `CSVScanner`), read in pieces, with errors that name the
/// file.
struct CSVRows: ~Copyable {
    private static let pieceSize = 1 << 18

    /// What messages call the text. Swift 6.2 lets `init` change nothing beside a `let`.
    private(set) var name: String
    private var reader: FileReader
    private var scanner: CSVScanner

    /// Throws where the text is UTF-16.
    init(_ reader: consuming FileReader, separator: UInt8) throws(DatasetError) {
        name = reader.name
        self.reader = reader
        scanner = CSVScanner(separator: separator, isLenient: true)
        let start = try feed()
        let isWide = [[0xff, 0xfe], [0xfe, 0xff]].contains(start.prefix(2).map(Int.init))
        let zeros = start.prefix(4).map { $0 == 0 }
        guard !isWide, zeros != [false, true, false, true], zeros != [true, false, true, false] else {
            throw DatasetError(
                "\(name) is UTF-16 text, as Excel's 'Unicode Text' is; UTF-8 is read",
                help: "save it as 'CSV UTF-8', or convert it: iconv -f UTF-16 -t UTF-8")
        }
    }

    /// Goes to the next row. False at the end.
    mutating func next() throws(DatasetError) -> Bool {
        while true {
            switch try step() {
            case .row: return true
            case .end: return false
            case .needsBytes: _ = try feed()
            }
        }
    }

    /// The line that the row starts on, from 1.
    var line: Int { scanner.line }
    var count: Int { scanner.count }

    /// The text of a cell; nil where it is not UTF-8.
    func cell(_ index: Int) -> String? { String(validating: scanner.bytes(index), as: UTF8.self) }

    /// The text of a cell with bytes that are not UTF-8 replaced, for messages.
    func shown(_ index: Int) -> String { scanner.text(index) }

    /// nil where a cell is not a number in decimal notation.
    func number(_ index: Int) -> Double? { scanner.number(index) }

    /// Hands the next piece of the file on, and gives it back; empty at the end.
    private mutating func feed() throws(DatasetError) -> [UInt8] {
        let piece = try reader.read(Self.pieceSize)
        if piece.isEmpty { scanner.finish() } else { scanner.append(piece) }
        return piece
    }

    private mutating func step() throws(DatasetError) -> CSVScanner.Step {
        do { return try scanner.next() } catch {
            switch error {
            case .zeroByte(let line):
                throw DatasetError("\(name) line \(line) holds a byte of 0, which text does not have")
            case .textAfterQuote(let line, _):
                throw DatasetError("\(name) line \(line): text follows the closing quote of a cell")
            case .openQuote(let line, _): throw DatasetError("\(name) line \(line): a quoted cell does not end")
            case .quoteInside: throw DatasetError("\(name): a quote stands inside a cell that is not quoted")
            case .tooManyCells(let line):
                throw DatasetError(
                    "\(name) line \(line) has more than \(CSVScanner.mostCells) cells, the most that is read")
            case .tooLong(let line):
                throw DatasetError(
                    "\(name) line \(line) is longer than \(CSVScanner.mostBytes >> 20) MiB, the most that is read",
                    help: "a quote that is never closed takes in all lines after it")
            }
        }
    }
}
