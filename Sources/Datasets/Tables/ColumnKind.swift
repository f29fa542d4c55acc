import Formats

/// What a column of a table is taken to be, and why.
enum ColumnKind {
    /// Its texts, most frequent first.
    case category([String])
    /// `missing`: how a number's lack is written, and the texts that mean it; nil: there is one in every row.
    case number(NumberStyle, missing: (written: String, texts: Set<String>)?)

    /// Whole numbers of so few different values are categories.
    static let fewValues = 10
    static let mostCategories = 1000

    /// Texts that stand for a missing number.
    private static let missingTexts: Set<String> = [
        "", "na", "n/a", "nan", "null", "none", "nil", "?", "-", "#n/a", "missing", "unknown",
    ]

    /// What to do with a column of which nearly every row has a text of its own.
    static let cureOfUnique =
        "leave the column out by naming the others as data.columns, or mend its format: numbers are read without "
        + "thousands separators and units, times in one zone"

    enum Wish { case category, number }

    /// - Parameters:
    ///   - wish: what the user says it is; nil: it is to be found out.
    ///   - name: of the file.
    /// - Throws: where it is not what the user says, or has too many categories.
    init(_ column: TextColumn, as wish: Wish?, _ name: String) throws(DatasetError) {
        let counts = column.counts
        let places = column.texts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
        let texts = places.map { column.texts[$0] }
        func isMissing(_ text: String) -> Bool { Self.missingTexts.contains(text.lowercased()) }
        let present = texts.filter { !isMissing($0) }
        let style = present.isEmpty ? nil : NumberStyle(present)
        if let style, wish != .category {
            let isWhole = if case .decimals(...0, _) = style { true } else { false }
            // A number comes back without its leading zeros.
            let isCode = isWhole && NumberStyle.hasLeadingZeros(present) && texts.count <= Self.mostCategories
            if wish == .number || !isWhole || present.count > Self.fewValues && !isCode {
                let missing = texts.filter(isMissing)
                self = .number(style, missing: missing.first.map { ($0, Set(missing)) })
                return
            }
        }
        if wish == .number {
            let line = column.texts.firstIndex { !isMissing($0) && NumberStyle([$0]) == nil }
                .flatMap { place in column.rows.firstIndex(of: Int32(place)) }
            let cell = line.map { column.texts[Int(column.rows[$0])] } ?? ""
            throw DatasetError(
                "\(name), column '\(Excerpt.of(column.name))': '\(Excerpt.of(cell))' is no number and no date",
                help: "mend the cell, or take the column for a category", key: "numbers")
        }
        guard texts.count <= Self.mostCategories else {
            throw DatasetError(
                "\(name), column '\(Excerpt.of(column.name))' has \(texts.count) different texts, such as "
                    + "'\(Excerpt.of(texts[0]))'; \(Self.mostCategories) categories are the most that are read",
                help: style == nil
                    ? "names and numbers of records cannot be learned: \(Self.cureOfUnique)"
                    : "leave it out of data.categories: it holds \(style?.description ?? "numbers")")
        }
        self = .category(texts)
    }
}
