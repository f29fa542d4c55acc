import Formats
import Testing

@Suite struct CSVScannerTests {
    /// The cells of all rows, or the error, of a text that comes in pieces of so many bytes.
    private func read(_ text: String, lenient: Bool = false, separator: Character = ",", piece: Int = 1000)
        -> Result<[[String]], CSVError>
    {
        var scanner = CSVScanner(separator: separator.asciiValue ?? 0, isLenient: lenient)
        var left = Array(text.utf8)[...]
        var rows: [[String]] = []
        while true {
            do {
                switch try scanner.next() {
                case .row: rows.append((0..<scanner.count).map { scanner.text($0) })
                case .end: return .success(rows)
                case .needsBytes:
                    if left.isEmpty { scanner.finish() }
                    scanner.append(Array(left.prefix(piece)))
                    left = left.dropFirst(piece)
                }
            } catch {
                return .failure(error)
            }
        }
    }

    @Test(arguments: [
        ("a,b\r\n1,2\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
        ("\u{FEFF}a\n", [["a"]]), ("", []), ("\n\r\n\r", []), ("\"\"\n", [[""]]), (" a , b \n", [[" a ", " b "]]),
        ("\"x\r\ny\",\"\"\"\"", [["x\r\ny", "\""]]), (",", [["", ""]]), ("1,", [["1", ""]]), ("a\u{0}b", [["a\u{0}b"]]),
    ])
    func rowsOfOurFiles(text: String, rows: [[String]]) { #expect(read(text) == .success(rows)) }

    @Test(arguments: [
        (" a ,\tb \n \n\"\"\n1,2", [["a", "b"], ["1", "2"]]), (" \"a\" , b\"c \n", [["a", "b\"c"]]),
        ("\" a \",b", [[" a ", "b"]]),
    ])
    func rowsOfOtherFiles(text: String, rows: [[String]]) { #expect(read(text, lenient: true) == .success(rows)) }

    @Test func blanksThatSeparateAreNotSkipped() {
        #expect(read("a\t\tb\n", lenient: true, separator: "\t") == .success([["a", "", "b"]]))
    }

    @Test(arguments: [
        ("a\n1,x\"y\n", false, CSVError.quoteInside(byte: 5)),
        ("a\n\"b\"x\n", false, .textAfterQuote(line: 2, byte: 5)),
        ("a\n\n\"b\nc", false, .openQuote(line: 3, byte: 3)),
        ("\u{FEFF}\"b", false, .openQuote(line: 1, byte: 0)),
        ("a\n\"b\" x\n", true, .textAfterQuote(line: 2, byte: 6)),
        ("a\nb\u{0}\n", true, .zeroByte(line: 2)),
        (String(repeating: ",", count: CSVScanner.mostCells), false, .tooManyCells(line: 1)),
    ])
    func errorsSayWhere(text: String, lenient: Bool, error: CSVError) {
        #expect(read(text, lenient: lenient) == .failure(error))
    }

    /// Wherever the pieces are cut: in a quote, a line end, a byte order mark or a character.
    @Test(
        arguments: [
            "a,b\r\n\"x\"\"y\r\nz\",2\r\r3,4\n", "\u{FEFF}\u{E9},\"\u{1F600}\"\r\n\r\n1,2", "\"a\"b\n", "a,\"b",
            " \"a\" ,\u{0}",
        ], [false, true])
    func piecesDoNotMatter(text: String, lenient: Bool) {
        let whole = read(text, lenient: lenient)
        for piece in 1...8 { #expect(read(text, lenient: lenient, piece: piece) == whole, "pieces of \(piece)") }
    }
}
