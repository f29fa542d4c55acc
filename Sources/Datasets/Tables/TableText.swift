import Diagnostics
import Formats

/// A column of a CSV file as texts: the different ones, and which of them each row has.
struct TextColumn {
    let name: String
    /// In the order in which they first come.
    private(set) var texts: [String] = []
    private(set) var rows: [Int32] = []
    private var places: [String: Int32] = [:]

    init(name: String) { self.name = name }

    mutating func append(_ text: String) {
        if let place = places[text] {
            rows.append(place)
        } else {
            places[text] = Int32(texts.count)
            rows.append(Int32(texts.count))
            texts.append(text)
        }
    }

    /// Forgets by which texts to find a place, which takes most of the memory: nothing is appended from then on.
    mutating func close() { places = [:] }

    /// Whether most rows have a text that no other row has: names or numbers of records, which cannot be learned.
    var isMostlyUnique: Bool { unique > Self.fewUnique && 2 * unique > rows.count }

    /// Rows with a text that no other row has.
    var unique: Int { counts.count { $0 == 1 } }

    private static let fewUnique = 20

    /// How many rows have each text.
    var counts: [Int] {
        var counts = [Int](repeating: 0, count: texts.count)
        for row in rows { counts[Int(row)] += 1 }
        return counts
    }
}

/// A CSV file as columns of texts. Blanks around cells are no part of them.
struct TableText {
    /// What messages call the file.
    let name: String
    private(set) var columns: [TextColumn] = []
    private(set) var count = 0

    /// Cells of a file that are kept, at most.
    private static let mostCells = 1 << 25

    /// - Parameters:
    ///   - wanted: columns to keep, by header; nil: all.
    ///   - named: columns that other keys name, each with its key: they are among those that are read.
    /// - Throws: where the file cannot be read, its rows have not all as many cells as its header, or columns are named
    ///   that it does not have, all of them together.
    init(
        _ path: String, columns wanted: [String]?, named: [(key: String, column: String)] = []
    ) throws(DatasetError) {
        var start = try FileReader(path)
        let separator = CSVAdvice.separator(of: try start.read(1 << 16))
        var rows = try CSVRows(FileReader(path), separator: separator)
        name = rows.name
        guard try rows.next() else { throw DatasetError("\(rows.name) is empty") }
        let header = (0..<rows.count).map { Self.trimmed(rows.shown($0)) }
        try Self.check(header, wanted, rows.name)
        let chosen = (wanted ?? []).enumerated().map { (key: "columns.\($0)", column: $1) }
        // Where a column that is to be read has a wrong name, another key may name what was meant.
        let isFound = chosen.allSatisfy { header.contains($0.column) }
        let known = isFound ? wanted ?? header : header
        let found = try DatasetError.collecting(chosen + named) { (name) throws(DatasetError) in
            let isChosen = name.key.hasPrefix("columns.")
            return try Self.position(name.column, in: isChosen ? header : known, rows.name, key: name.key)
        }
        let positions = wanted == nil ? Array(header.indices) : Array(found.prefix(chosen.count))
        columns = positions.map { TextColumn(name: header[$0]) }
        while try rows.next() {
            guard rows.count == header.count else {
                throw DatasetError(
                    "\(rows.name) line \(rows.line) has \(plural(rows.count, "cell")); the first line has \(header.count)",
                    help: "quote cells that hold the separator")
            }
            for (index, position) in positions.enumerated() {
                guard let cell = rows.cell(position) else {
                    throw DatasetError(
                        "\(rows.name) line \(rows.line), column '\(Excerpt.of(header[position]))' is not UTF-8 text",
                        help: "save the file as UTF-8: iconv -f LATIN1 -t UTF-8")
                }
                columns[index].append(Self.trimmed(cell))
            }
            count += 1
            guard count * columns.count <= Self.mostCells else {
                throw DatasetError(
                    "\(rows.name) has more than \(Self.mostCells) cells, the most that is read",
                    help: "use fewer columns or rows")
            }
        }
        for index in columns.indices { columns[index].close() }
        guard count >= 2 else {
            throw DatasetError("\(rows.name) has \(plural(count, "row")); training and held-out samples need 2")
        }
    }

    /// Bytes that reading takes at its peak: a place for each cell, each different text, and a dictionary that is full
    /// to three quarters when it doubles. Texts of more than fifteen bytes lie apart.
    var readingBytes: Int {
        columns.reduce(0) { sum, column in
            let texts = column.texts.count
            let slots = 1 << (Int.bitWidth - max(1, texts * 4 / 3).leadingZeroBitCount)
            let apart = column.texts.reduce(0) { $0 + ($1.utf8.count > 15 ? $1.utf8.count + 32 : 0) }
            return sum + 4 * column.rows.count + 16 * texts + 20 * slots + apart
        }
    }

    /// Gives its columns away, one after another.
    mutating func take(_ index: Int) -> TextColumn {
        let column = columns[index]
        columns[index] = TextColumn(name: column.name)
        return column
    }

    private static func check(_ header: [String], _ wanted: [String]?, _ name: String) throws(DatasetError) {
        guard header.contains(where: { DecimalText.value($0) == nil && !$0.isEmpty }) else {
            throw DatasetError(
                "\(name) begins with numbers, not with the names of its columns",
                help: "give it a header, or read it as dataset: csv")
        }
        var seen: Set<String> = []
        guard wanted == nil, let twice = header.first(where: { !seen.insert($0).inserted }) else { return }
        throw DatasetError(
            "\(name) has several columns '\(Excerpt.of(twice))'", help: "give each a name of its own")
    }

    static func position(
        _ column: String, in header: [String], _ name: String, key: String?
    ) throws(DatasetError) -> Int {
        guard let position = header.firstIndex(of: column) else {
            let near = Similarity.nearest(to: column, in: header)
            let list = header.prefix(12).map { Excerpt.of($0) }.joined(separator: ", ")
            throw DatasetError(
                "\(name) has no column '\(Excerpt.of(column))'",
                help: near.map { "a column with a similar name exists: '\(Excerpt.of($0))'" }
                    ?? "it has \(list)\(header.count > 12 ? ", ..." : "")", key: key)
        }
        return position
    }

    private static func trimmed(_ text: String) -> String {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, first <= 32 || last <= 32 else { return text }
        let start = bytes.firstIndex(where: { $0 > 32 }) ?? bytes.endIndex
        let end = bytes.lastIndex(where: { $0 > 32 }).map { bytes.index(after: $0) } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
