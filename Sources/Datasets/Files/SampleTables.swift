import Formats

extension SampleFile {
    /// Tables of which not all cells are numbers, read together, so that a category means the same in all of them: a
    /// value for each category, 1 where it is the row's; of a column of numbers the number, and where some are missing
    /// the mean of all files' different numbers in its place, and a value that says so. Columns are those of the
    /// first file, by their names.
    ///
    /// - Returns: nil where the files are none, such as arrays, numbers without a header, or numbers with a cell that
    ///   is to be mended.
    /// - Throws: where a file lacks a column of the first one, or has others.
    public static func tables(_ paths: [String]) throws(DatasetError) -> [SampleFile]? {
        guard let texts = texts(paths), let first = texts.first else { return nil }
        let names = first.columns.map(\.name)
        for other in texts.dropFirst() {
            let others = other.columns.map(\.name)
            if let name = names.first(where: { !others.contains($0) }) {
                throw DatasetError(
                    "\(other.name) has no column '\(Excerpt.of(name))', as \(first.name) has",
                    help: "give both the same columns")
            }
            if let name = others.first(where: { !names.contains($0) }) {
                throw DatasetError(
                    "\(other.name) has a column '\(Excerpt.of(name))', which \(first.name) has not",
                    help: "give both the same columns")
            }
        }
        var columns: [[TextColumn]] = []
        var codes: [TableCode] = []
        for name in names {
            let parts = texts.compactMap { table in table.columns.first { $0.name == name } }
            guard let code = try TableCode(name, parts, first.name) else { return nil }
            columns.append(parts)
            codes.append(code)
        }
        let size = codes.reduce(0) { $0 + $1.names.count }
        for table in texts where table.count > mostNumbers / max(1, size) {
            throw DatasetError(
                "\(table.name) has more than \(mostNumbers) numbers, the most that is read", help: "use fewer rows")
        }
        return texts.enumerated().map { index, table in
            let encoded = zip(columns, codes).map { column, code in column[index].texts.map(code.values) }
            var values: [Double] = []
            values.reserveCapacity(table.count * size)
            for row in 0..<table.count {
                for (column, encoded) in zip(columns, encoded) { values += encoded[Int(column[index].rows[row])] }
            }
            return SampleFile(
                name: table.name, shape: [size], count: table.count, values: .doubles(values),
                columnNames: codes.flatMap(\.names), meanings: codes.flatMap(\.meanings))
        }
    }

    /// nil where a path is not that of a text file with a header.
    private static func texts(_ paths: [String]) -> [TableText]? {
        var texts: [TableText] = []
        for path in paths {
            do {
                guard !FolderListing.isFolder(path) else { return nil }
                var reader = try FileReader(path)
                let start = try reader.read(1 << 16)
                let magics = [NPYArray.magic, ZIPArchive.magic, [0, 0]] + OtherFormat.all.map(\.magic)
                guard !magics.contains(where: { start.starts(with: $0) }), LinesOfText(path) == nil else { return nil }
                texts.append(try TableText(path, columns: nil))
            } catch { return nil }
        }
        return texts
    }
}

/// What becomes of a column's texts.
private struct TableCode {
    /// Of its values.
    let names: [String]
    let meanings: [ColumnMeaning]
    let values: @Sendable (String) -> [Double]

    /// nil for a column of numbers with a text that is none.
    /// - Throws: where it has too many different texts.
    init?(_ name: String, _ parts: [TextColumn], _ file: String) throws(DatasetError) {
        var all = TextColumn(name: name)
        for part in parts { for row in part.rows { all.append(part.texts[Int(row)]) } }
        let kind: ColumnKind
        do { kind = try ColumnKind(all, as: nil, file) } catch {
            // A number to be mended is told as one.
            if 2 * all.texts.count(where: { DecimalText.value($0) != nil }) > all.texts.count { return nil }
            throw DatasetError(
                error.message, help: "write its cells in one way in all files, or leave it out of all of them")
        }
        switch kind {
        case .category(let texts):
            guard
                2 * texts.count(where: { DecimalText.value($0) != nil }) <= texts.count
                    || texts.count <= ColumnKind.fewValues || NumberStyle.hasLeadingZeros(texts)
            else { return nil }
            let places = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, $0) })
            names = texts.map { "\(name) = \($0)" }
            meanings = texts.map { $0.isEmpty ? .missing(column: name) : .category(column: name, $0) }
            values = { text in
                var values = [Double](repeating: 0, count: texts.count)
                if let place = places[text] { values[place] = 1 }
                return values
            }
        case .number(let style, let missing):
            let present = all.texts.compactMap {
                missing?.texts.contains($0) == true ? nil : style.number($0)
            }
            let mean = present.reduce(0, +) / Double(max(1, present.count))
            names = [name] + (missing == nil ? [] : ["\(name) is missing"])
            meanings = [.number(column: name, text: style.text)] + (missing == nil ? [] : [.missing(column: name)])
            values = { text in
                let number = missing?.texts.contains(text) == true ? nil : style.number(text)
                return [number ?? mean] + (missing == nil ? [] : [number == nil ? 1 : 0])
            }
        }
    }
}
