import Diagnostics
import Formats

/// A table for people, what its columns mean, and the same in full precision: in whatever format is asked for.
public struct TableDocument: Sendable {
    let title: String
    let table: TextTable
    let notes: [String]
    let csv: CSVTable

    /// - Parameter width: of the terminal in columns; only the table heeds it.
    public func text(_ format: ComparisonFormat, width: Int? = nil) -> String {
        switch format {
        case .csv: return csv.text
        case .json: return JSONRows.text(csv)
        case .html: return Self.page(title, [table.html(Self.cell)], notes)
        case .markdown: return table.markdown + "\n" + notes.map { $0 + "\n" }.joined()
        case .table:
            let (fitted, left) = table.fitted(to: width)
            let note = left.isEmpty ? [] : ["No room for: \(left.joined(separator: ", ")). --format csv has all."]
            return fitted.text(width: width) + "\n"
                + (note + notes).map { LineBreaks.wrapped($0, 0, width) }.joined()
        }
    }

    static func page(_ title: String, _ tables: [String], _ notes: [String]) -> String {
        HTMLPage.text(
            title: title,
            body: ["<h1>\(HTMLText.escaped(title))</h1>"] + tables + [
                "<p class=\"notes\">\(notes.map(HTMLText.escaped).joined(separator: "<br>\n"))</p>"
            ])
    }

    static func cell(_ column: String, _ text: String) -> String {
        column == "verdict" && !text.isEmpty ? Badge.html(text) : HTMLText.escaped(text)
    }
}

/// A table as a list of JSON objects, one a row, keys in the table's order: numbers as numbers, empty cells as null.
enum JSONRows {
    static func text(_ table: CSVTable) -> String {
        let rows = table.rows.map { row in
            let fields = zip(table.columns, row).map { "\(quoted($0)): \(value($1))" }
            return "  {\(fields.joined(separator: ", "))}"
        }
        return "[\n" + rows.joined(separator: ",\n") + "\n]\n"
    }

    private static func value(_ cell: String) -> String {
        if cell.isEmpty { return "null" }
        return isNumber(cell) ? cell : quoted(cell)
    }

    /// As JSON writes numbers: -0.5, 12, 1e-05; not 007, .5, nan.
    private static func isNumber(_ text: String) -> Bool {
        text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
    }

    private static func quoted(_ text: String) -> String {
        let inner = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\t": "\\t"
            case _ where scalar.value < 0x20:
                "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + inner.joined() + "\""
    }
}
