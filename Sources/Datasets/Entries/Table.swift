import Configuration
import Diagnostics
import Formats

/// Rows of a CSV file of numbers, categories and dates.
struct Table: DatasetSource {
    static let declaration = Declaration(
        "table", "rows of a CSV file with numbers, categories, dates and missing values",
        details: """
            What each column is follows from its cells, and `saddle check` says it: whole numbers, numbers of so many
            decimals, ISO dates with or without a time and zone, and else categories; whole numbers of at most 10
            different values are categories, too, and so are up to 1,000 different ones with leading zeros, such as zip
            codes. `categories` and `numbers` say otherwise. A category becomes a run of values, 1 for what it is and 0
            for the others; a missing text is a category of its own. A number becomes one value: `scale: quantile` takes it by its rank
            among the training samples, from -1 to 1, so that every distribution is spread evenly and what comes back
            lies in the training samples' range, held-out numbers too; `standardize` and `minmax` are those of csv;
            `modes` takes the most probable of up to ten normal distributions and the distance from its mean (CTGAN's
            mode-specific normalization, Xu et al. 2019). A column in which numbers are missing has a run of two values
            behind it: there, or not. A generator ends with the layer `table`, which follows these runs; `saddle sample`
            writes rows with the same header, categories, decimals and dates. Samples are evaluated and judged as they
            would be written. The file's separator is found out; blanks around cells are dropped; it may be compressed
            with gzip. A complete run is known by the path and the settings, not by what the file holds: after a change
            to it, `saddle run --fresh` trains again.
            """,
        keys: [
            Key("path", .path, "path of the file"),
            Key(
                "columns", .list(of: .text, count: 1...10_000), default: .null,
                "columns to use, by header; default: all"),
            Key(
                "categories", .list(of: .text, count: 0...10_000), default: .list([]),
                "columns that are categories, whatever they look like"),
            Key(
                "numbers", .list(of: .text, count: 0...10_000), default: .list([]),
                "columns of whole numbers that are not categories, though they have few different values"),
            Key(
                "scale", .word(NumberScaling.Kind.allCases.map(\.rawValue)), default: .text("quantile"),
                "what becomes of numbers and dates"),
            Key(
                "target", .text, default: .null,
                "a column of categories that the metric `augmentation` tells from the others; default: none"),
            .heldOut, .seed,
        ],
        example: "data: {dataset: table, path: data/adult.csv, categories: [education_num]}")

    /// Values of all samples that are kept, at most: 1 GiB.
    private static let mostNumbers = 1 << 28

    let path: String
    let columns: [String]?
    let categories: [String], numbers: [String]
    let scale: NumberScaling.Kind
    let target: String?
    let heldOut: Double
    let seed: Int

    init(_ values: Values) {
        func texts(_ key: String) -> [String] {
            values.list(key).compactMap { if case .text(let text) = $0 { text } else { nil } }
        }
        path = values.text("path")
        columns = values["columns"] == .null ? nil : texts("columns")
        categories = texts("categories")
        numbers = texts("numbers")
        scale = NumberScaling.Kind(rawValue: values.text("scale")) ?? .quantile
        target = values["target"] == .null ? nil : values.text("target")
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    var labelKind: DataTraits.Labels { target == nil ? .none : .column }

    func profile() throws(DatasetError) -> DataProfile {
        let read = try read()
        return DataProfile(
            read.dataset, remarks: read.remarks, lines: read.lines, readingBytes: read.bytes)
    }

    func load() throws(DatasetError) -> Dataset { try read().dataset }

    private typealias Reading = (dataset: Dataset, remarks: [DataRemark], lines: [String], bytes: Int)

    private func read() throws(DatasetError) -> Reading {
        try DatasetError.blaming("path") { () throws(DatasetError) in try readFile() }
    }

    private func readFile() throws(DatasetError) -> Reading {
        var named = [("categories", categories), ("numbers", numbers)].flatMap { key, names in
            names.enumerated().map { (key: "\(key).\($0)", column: $1) }
        }
        if let target { named.append((key: "target", column: target)) }
        var table = try TableText(path, columns: columns, named: named)
        let (header, bytes) = (table.columns.map(\.name), table.readingBytes)
        let split = Split(count: table.count, heldOut: heldOut, seed: seed)
        var coded: [CodedColumn] = []
        var remarks: [DataRemark] = []
        var numbered: Set<Int> = []
        let (categorical, numeric) = (Set(categories), Set(numbers))
        for index in header.indices {
            let column = table.take(index)
            let wish: ColumnKind.Wish? =
                categorical.contains(column.name) ? .category : numeric.contains(column.name) ? .number : nil
            let kind = try ColumnKind(column, as: wish, table.name)
            coded.append(CodedColumn(column, kind, scale, training: split.training))
            if wish == nil { remarks += Self.remarks(on: column, kind, of: table.name) }
            guard wish == nil, case .number = kind, let numbering = RowNumbering(column) else { continue }
            numbered.insert(index)
            let title = "column '\(Excerpt.of(column.name))' of \(table.name)"
            let others = header.enumerated().filter { $0.offset != index }.map(\.element)
            let key = columns == nil ? "path" : "columns.\(index)"
            if let remark = numbering.remark(title, others: others, key: key) { remarks.append(remark) }
        }
        let width = coded.reduce(0) { $0 + $1.codec.width }
        guard width > 0 else {
            throw DatasetError("\(table.name) has one value in every column: there is nothing to learn")
        }
        guard table.count <= Self.mostNumbers / width else {
            throw DatasetError(
                "\(table.name) has \(table.count) rows, of \(width) values for networks; 2^28 are the most that is kept",
                help: "use fewer rows, or leave out columns of many categories: name the others as data.columns")
        }
        func samples(_ rows: ArraySlice<Int>) -> Samples {
            var values: [Float] = []
            values.reserveCapacity(rows.count * width)
            for row in rows { for column in coded { column.encode(row, into: &values) } }
            return Samples(shape: [width], count: rows.count, values: values)
        }
        var categories: [Range<Int>] = []
        var targetValues: Range<Int>?
        var start = 0
        for column in coded {
            let values = start..<start + column.codec.width
            if case .category = column.codec, column.codec.width > 0 {
                categories.append(values)
                if column.name == target { targetValues = values }
            }
            start += column.codec.width
        }
        if let target, (targetValues?.count ?? 0) < 2 || targetValues.map({ $0.count > 256 }) == true {
            throw DatasetError(
                "column '\(Excerpt.of(target))' of \(table.name) has not from 2 to 256 categories",
                help: "name it in data.categories if its numbers are categories, or name another column",
                key: "target")
        }
        let dataset = Dataset(
            name: "table", training: samples(split.training), heldOut: samples(split.heldOut),
            units: TableUnits(header: header, coded.map(\.codec), numbered: numbered),
            runs: coded.flatMap(\.codec.runs),
            categories: categories, target: targetValues)
        remarks += coded.filter { $0.codec.width == 0 }.map { column in
            DataRemark(
                "column '\(Excerpt.of(column.name))' of \(table.name) has one value in all rows, and no part in training",
                help: "it comes back in samples; leave it out of data.columns if it is not wanted", key: "path")
        }
        return (dataset, remarks, coded.map(\.description), bytes)
    }

    /// Where what a column was taken for may not be what was meant.
    private static func remarks(on column: TextColumn, _ kind: ColumnKind, of file: String) -> [DataRemark] {
        let title = "column '\(Excerpt.of(column.name))' of \(file)"
        switch kind {
        case .category where column.isMostlyUnique:
            return [
                DataRemark(
                    "\(title) is taken for categories, and \(column.unique) of \(column.rows.count) rows have one of their own, "
                        + "such as '\(Excerpt.of(column.texts[column.counts.firstIndex(of: 1) ?? 0]))': that cannot be learned",
                    help: ColumnKind.cureOfUnique, key: "path")
            ]
        case .number(.decimals(...0, _), _) where NumberStyle.hasLeadingZeros(column.texts):
            return [
                DataRemark(
                    "\(title) has whole numbers with leading zeros, too many different ones for categories: samples come "
                        + "without the zeros",
                    help: "leave it out if they are numbers of records: name the other columns as data.columns",
                    key: "path")
            ]
        case .category, .number: return []
        }
    }
}

/// A column with what becomes of each of its texts.
private struct CodedColumn {
    let name: String
    let codec: ColumnCodec
    let description: String
    private let rows: [Int32]
    /// What networks see of each text, `codec.width` values one after another.
    private let encoded: [Float]

    init(_ column: TextColumn, _ kind: ColumnKind, _ scale: NumberScaling.Kind, training: ArraySlice<Int>) {
        name = column.name
        rows = column.rows
        let counts = column.counts
        func share(_ count: Int) -> String { "\(NumberText.percent(Double(count) / Double(column.rows.count)))" }
        let title = "\(Excerpt.of(column.name)): "
        switch kind {
        case .category(let names):
            let codec = ColumnCodec.category(names)
            let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
            encoded = column.texts.reduce(into: []) { codec.encode(category: places[$1] ?? 0, into: &$0) }
            let first = column.texts.indices.max { counts[$0] < counts[$1] } ?? 0
            description =
                title
                + (names.count == 1
                    ? "always '\(Excerpt.of(names[0]))'"
                    : "\(names.count) categories, '\(Excerpt.of(names[0]))' in \(share(counts[first])) of the rows"
                        + (NumberStyle(names) != nil && NumberStyle.hasLeadingZeros(names)
                            ? "; numbers with leading zeros" : ""))
            self.codec = codec
        case .number(let style, let missing):
            let numbers = column.texts.map { missing?.texts.contains($0) == true ? nil : style.number($0) }
            var sorted = training.compactMap { numbers[Int(column.rows[$0])] }.sorted()
            if sorted.isEmpty { sorted = numbers.compactMap { $0 }.sorted() }
            let codec = ColumnCodec.number(NumberScaling(scale, sorted: sorted), style, missing: missing?.written)
            encoded = numbers.reduce(into: []) { codec.encode(number: $1, into: &$0) }
            let absent = column.texts.indices.reduce(0) { $0 + (numbers[$1] == nil ? counts[$1] : 0) }
            let present = numbers.compactMap { $0 }
            description =
                title + "\(style.description), \(style.text(present.min() ?? 0)) to \(style.text(present.max() ?? 0))"
                + (missing.map { "; missing in \(share(absent)) of the rows, written '\($0.written)'" } ?? "")
            self.codec = codec
        }
    }

    func encode(_ row: Int, into values: inout [Float]) {
        let start = Int(rows[row]) * codec.width
        values += encoded[start..<start + codec.width]
    }
}
