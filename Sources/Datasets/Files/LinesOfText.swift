import Formats

/// Tells files that hold texts, a line each, from tables: both have lines, and what the reader of tables says of the
/// cells of a text helps nobody.
public struct LinesOfText {
    /// Bytes and rows that are looked at, at most.
    private static let mostBytes = 1 << 16, mostRows = 1000
    /// Different texts of a column that may be categories.
    private static let fewTexts = 20
    /// Of words, those that are numbers in a text, at most; of rows, those that have another number of cells than the
    /// first one in a table, at most.
    private static let mostNumbers = 0.25, mostRagged = 0.1

    /// nil where the file is a table, if one with mistakes, or no text at all, or cannot be read.
    public init?(_ path: String) {
        guard !Self.isNamedTable(path), !FolderListing.isFolder(path) else { return nil }
        do {
            var reader = try FileReader(path)
            let start = try reader.read(Self.mostBytes)
            guard !start.contains(0), !Self.isMostlyNumbers(start) else { return nil }
            let separator = CSVAdvice.separator(of: start)
            let rows = try Self.rows(path, separator)
            // What is between blanks in a table are numbers.
            let isProse = separator == UInt8(ascii: " ") && !rows.isEmpty
            guard isProse || Self.isNoTable(rows, isNamedText: Self.has(path, ["txt", "text"])) else { return nil }
        } catch { return nil }
    }

    /// Whether a file cannot be meant as texts: a folder, an array, a picture, or a table by its name.
    public static func isRuledOut(_ path: String) -> Bool {
        if FolderListing.isFolder(path) || isNamedTable(path) { return true }
        do {
            var reader = try FileReader(path)
            let start = try reader.read(16)
            let magics = [NPYArray.magic, ZIPArchive.magic, [0, 0]] + OtherFormat.all.map(\.magic)
            return magics.contains { start.starts(with: $0) }
        } catch { return false }
    }

    private static func isNamedTable(_ path: String) -> Bool { has(path, ["csv", "tsv"]) }

    /// Whether a name has one of these endings, compressed or not.
    private static func has(_ path: String, _ endings: Set<String>) -> Bool {
        let plain = path.lowercased()
        let ending = (plain.hasSuffix(".gz") ? String(plain.dropLast(3)) : plain).split(separator: ".").last
        return ending.map { endings.contains(String($0)) } ?? false
    }

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

    /// Rows of many widths, or of texts that hardly ever come twice; or one column that is no date's, in a file whose
    /// name says that it holds text, or of many texts under a first one that is none of a header, as it comes again.
    private static func isNoTable(_ rows: [[String]], isNamedText: Bool) -> Bool {
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
        guard columns.count == 1 else { return false }
        return isNamedText && !isOfNumbers(columns[0])
            || columns[0].texts.count > fewTexts && columns[0].texts.contains(first[0])
    }
}
