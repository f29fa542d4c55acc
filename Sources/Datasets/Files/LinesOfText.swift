import Formats

/// Files that hold texts, a line each, where a table is read: people have them beside tables, and what the reader of
/// tables says of their cells helps nobody.
public struct LinesOfText {
    private let name: String

    /// Bytes and rows that are looked at, at most.
    private static let mostBytes = 1 << 16, mostRows = 1000
    /// Different texts of a column that may be categories.
    private static let fewTexts = 20
    /// Of words, those that are numbers in a text, at most; of rows, those that have another number of cells than the
    /// first one in a table, at most.
    private static let mostNumbers = 0.25, mostRagged = 0.1

    /// nil where the file is a table, if one with mistakes, or no text at all, or cannot be read.
    public init?(_ path: String) {
        let plain = path.lowercased()
        let ending = (plain.hasSuffix(".gz") ? String(plain.dropLast(3)) : plain).split(separator: ".").last
        guard !["csv", "tsv"].contains(ending), !FolderListing.isFolder(path) else { return nil }
        do {
            var reader = try FileReader(path)
            name = reader.name
            let start = try reader.read(Self.mostBytes)
            guard !start.contains(0), !Self.isMostlyNumbers(start),
                Self.isNoTable(try Self.rows(path, CSVAdvice.separator(of: start)))
            else { return nil }
        } catch { return nil }
    }

    public var error: DatasetError {
        DatasetError(
            "\(name) is a file of texts, a line each; tables as CSV and arrays (NumPy, IDX) are read, and folders of "
                + "pictures (PNG, JPEG) or sounds (WAV)", help: Self.help)
    }

    /// What to do with texts.
    static let help =
        "give a CSV file with a row of numbers for each text, such as how often each character comes in it"

    private static func isMostlyNumbers(_ start: [UInt8]) -> Bool {
        let words = start.split { [UInt8](" ,;\t\r\n".utf8).contains($0) }
        let numbers = words.count { DecimalText.value(String(decoding: $0, as: UTF8.self)) != nil }
        return Double(numbers) > mostNumbers * Double(words.count)
    }

    private static func rows(_ path: String, _ separator: UInt8) throws(DatasetError) -> [[String]] {
        var found: [[String]] = []
        var rows = try CSVRows(FileReader(path), separator: separator)
        while found.count < mostRows, try rows.next() { found.append((0..<rows.count).map { rows.shown($0) }) }
        return found
    }

    /// Rows of many widths, or of texts that hardly ever come twice; or in one column many texts under a first one that
    /// is none of a header, as it comes again.
    private static func isNoTable(_ rows: [[String]]) -> Bool {
        guard let first = rows.first else { return false }
        let ragged = rows.count { $0.count != first.count }
        if Double(ragged) > mostRagged * Double(rows.count) { return true }
        guard ragged == 0 else { return false }
        let columns = first.indices.map { place in
            var column = TextColumn(name: first[place])
            for row in rows.dropFirst() { column.append(row[place]) }
            return column
        }
        // Dates come once each, too.
        func isOfNumbers(_ column: TextColumn) -> Bool {
            2 * column.texts.count { NumberStyle([$0]) != nil } > column.texts.count
        }
        if columns.allSatisfy({ $0.isMostlyUnique && !isOfNumbers($0) }) { return true }
        return columns.count == 1 && columns[0].texts.count > fewTexts && columns[0].texts.contains(first[0])
    }
}
