import Diagnostics

/// A table for people: aligned columns for a terminal, or Markdown.
public struct TextTable: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable { case left, right }

    public struct Column: Hashable, Sendable {
        public let title: String
        public let alignment: Alignment
        /// What is left out first where there is no room for all: the column whose rank is highest, of equals the last.
        /// 0: never.
        public let rank: Int

        public init(_ title: String, _ alignment: Alignment = .left, rank: Int = 0) {
            self.title = title
            self.alignment = alignment
            self.rank = rank
        }
    }

    public let columns: [Column]
    public private(set) var rows: [[String]]

    /// Traps on a row whose number of cells is not that of the columns.
    public init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = []
        for row in rows { append(row) }
    }

    public mutating func append(_ row: [String]) {
        precondition(row.count == columns.count, "a row of \(row.count) cells in a table of \(columns.count) columns")
        rows.append(row.map(Self.oneLine))
    }

    /// Columns of a terminal that its longest line takes.
    public var width: Int { naturalWidths.reduce(0, +) + 2 * max(0, columns.count - 1) }

    /// The table without the columns for which a terminal of so many columns has no room, and the titles of those. Long
    /// titles are broken and long words cut before a column goes.
    public func fitted(to width: Int?, indent: Int = 0) -> (table: TextTable, left: [String]) {
        guard let width else { return (self, []) }
        let natural = naturalWidths
        let least = columns.indices.map { index in
            let cells = rows.map { DisplayWidth.of($0[index]) }.max() ?? 0
            let words = TitleLines.pieces(columns[index].title).map { DisplayWidth.of($0) }.max() ?? 0
            let whole = max(cells, words)
            return columns[index].alignment == .left
                ? min(natural[index], max(words, min(whole, width < 60 ? Self.readable : Self.whole))) : whole
        }
        var kept = Array(columns.indices)
        func total() -> Int { kept.reduce(0) { $0 + least[$1] } + 2 * max(0, kept.count - 1) }
        while total() > width - indent,
            let index = kept.filter({ columns[$0].rank > 0 }).max(by: {
                (columns[$0].rank, $0) < (columns[$1].rank, $1)
            })
        {
            kept.removeAll { $0 == index }
        }
        let table = TextTable(kept.map { columns[$0] }, rows: rows.map { row in kept.map { row[$0] } })
        return (table, columns.indices.filter { !kept.contains($0) }.map { columns[$0].title })
    }

    /// Columns of a terminal in which a verdict or the name of a run can still be told from others, and in which it is
    /// whole.
    private static let (readable, whole) = (14, 22)

    private var naturalWidths: [Int] {
        columns.indices.map { index in
            ([columns[index].title] + rows.map { $0[index] }).map { DisplayWidth.of($0) }.max() ?? 0
        }
    }

    /// Lines for a terminal, each ended by a line feed, two spaces between columns. With `width` given, the widest
    /// left-aligned columns are shortened (never under 8 columns, never a number) until the table fits, if it can.
    public func text(rule: Bool = true, indent: Int = 0, width: Int? = nil) -> String {
        var widths = naturalWidths
        var titles = columns.map { [$0.title] }
        if let width, widths.reduce(indent, +) + 2 * max(0, columns.count - 1) > width {
            breakTitles(&titles, &widths, toFit: width - indent)
            shrink(&widths, toFit: width - indent)
        }
        let height = titles.map(\.count).max() ?? 1
        var lines = (0..<height).map { line in
            // Titles stand on the rule.
            titles.map { line < height - $0.count ? "" : $0[line - height + $0.count] }
        }
        if rule { lines.append(widths.map { String(repeating: "\u{2500}", count: $0) }) }
        lines += rows
        return lines.map { cells in
            var line = String(repeating: " ", count: indent)
            for (index, cell) in cells.enumerated() {
                if index > 0 { line += "  " }
                line += Self.aligned(cell, columns[index].alignment, widths[index])
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// A pipe table of GitHub-flavoured Markdown.
    public var markdown: String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        let rule = columns.map { $0.alignment == .right ? "--:" : ":--" }
        return line(columns.map { Self.escaped($0.title) }) + line(rule)
            + rows.map { line($0.map(Self.escaped)) }.joined()
    }

    /// An element `table`; numbers' columns have the class `number`.
    public var html: String { html { _, cell in HTMLText.escaped(cell) } }

    /// - Parameter content: of a cell, as HTML, by its column's title and its text.
    func html(_ content: (_ column: String, _ cell: String) -> String) -> String {
        func line(_ cells: [String], _ tag: String, _ content: (String, String) -> String) -> String {
            let cells = zip(cells, columns).map { cell, column in
                "<\(tag)\(column.alignment == .right ? " class=\"number\"" : "")>\(content(column.title, cell))</\(tag)>"
            }
            return "<tr>\(cells.joined())</tr>\n"
        }
        // A long key may be broken behind its dots, so that a narrow page shows more of the table.
        let head = line(columns.map(\.title), "th") { HTMLText.escaped($1).replacing(".", with: ".<wbr>") }
        return "<table>\n<thead>\n\(head)</thead>\n<tbody>\n" + rows.map { line($0, "td", content) }.joined()
            + "</tbody>\n</table>"
    }

    /// A line break would tear the table, and a file must not be able to steer the terminal.
    private static func oneLine(_ cell: String) -> String {
        DisplayText.sanitized(cell.split(whereSeparator: \.isNewline).joined(separator: " "))
    }

    private static func aligned(_ cell: String, _ alignment: Alignment, _ width: Int) -> String {
        let text = DisplayWidth.truncated(cell, to: width)
        let padding = String(repeating: " ", count: width - DisplayWidth.of(text))
        return alignment == .left ? text + padding : padding + text
    }

    /// Values of settings are full of underscores and brackets, which mean nothing within a word.
    private static func escaped(_ cell: String) -> String { MarkdownText.escaped(cell, marks: "\\|<&`") }

    /// Breaks the titles that are wider than their cells, the widest first, until the table fits.
    private func breakTitles(_ titles: inout [[String]], _ widths: inout [Int], toFit limit: Int) {
        let gaps = 2 * max(0, columns.count - 1)
        let cells = columns.indices.map { index in rows.map { DisplayWidth.of($0[index]) }.max() ?? 0 }
        var open = columns.indices.filter { widths[$0] > cells[$0] }
        while widths.reduce(gaps, +) > limit,
            let index = open.max(by: { widths[$0] - cells[$0] < widths[$1] - cells[$1] })
        {
            open.removeAll { $0 == index }
            let title = columns[index].title
            let words = TitleLines.pieces(title).map { DisplayWidth.of($0) }.max() ?? 0
            // No narrower than it must be.
            let spare = limit - (widths.reduce(gaps, +) - widths[index])
            widths[index] = max(cells[index], words, min(spare, widths[index]))
            titles[index] = TitleLines.broken(title, to: widths[index])
            widths[index] = max(cells[index], titles[index].map { DisplayWidth.of($0) }.max() ?? 0)
        }
    }

    /// The widest columns come down to a common width; where that leaves columns of the terminal, the last of them are
    /// one wider.
    private func shrink(_ widths: inout [Int], toFit limit: Int) {
        let room = limit - 2 * max(0, columns.count - 1)
        let shortest = 8
        let candidates = columns.indices.filter { columns[$0].alignment == .left && widths[$0] > shortest }
        let fixed = widths.reduce(0, +) - candidates.reduce(0) { $0 + widths[$1] }
        func total(_ most: Int) -> Int { candidates.reduce(fixed) { $0 + min(widths[$1], most) } }
        guard let widest = candidates.map({ widths[$0] }).max(), total(widest) > room else { return }
        var (low, high) = (shortest, widest)
        while high - low > 1 {
            let middle = (low + high) / 2
            if total(middle) <= room { low = middle } else { high = middle }
        }
        var left = max(0, room - total(low))
        for index in candidates.reversed() where widths[index] > low {
            widths[index] = low + (left > 0 ? 1 : 0)
            left -= 1
        }
    }
}
