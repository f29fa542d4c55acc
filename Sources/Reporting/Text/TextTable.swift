import Diagnostics

/// A table for people: aligned columns for a terminal, or Markdown.
public struct TextTable: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable { case left, right }

    public struct Column: Hashable, Sendable {
        public let title: String
        public let alignment: Alignment

        public init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
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

    private var naturalWidths: [Int] {
        columns.indices.map { index in
            ([columns[index].title] + rows.map { $0[index] }).map { DisplayWidth.of($0) }.max() ?? 0
        }
    }

    /// Lines for a terminal, each ended by a line feed, two spaces between columns. With `width` given, the widest
    /// left-aligned columns are shortened (never under 8 columns, never a number) until the table fits, if it can.
    public func text(rule: Bool = true, indent: Int = 0, width: Int? = nil) -> String {
        var widths = naturalWidths
        if let width { shrink(&widths, toFit: width - indent) }
        var lines = [columns.map(\.title)]
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
        let head = line(columns.map(\.title), "th") { HTMLText.escaped($1) }
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
