/// Writes diagnostics the way compilers do:
///
///     experiments/rings.yaml:14:15: error: unknown key 'unit' in layer 'dense'
///        14 |     - dense: {unit: 128}
///           |               ^~~~
///     help: a key with a similar name exists: 'units'
public struct DiagnosticRenderer: Sendable {
    /// ANSI colours, for a terminal.
    public var colour: Bool
    /// Columns that a quoted line may take; longer lines are shown around the culprit.
    public var lineWidth: Int
    /// Diagnostics shown in full; the rest is counted.
    public var limit: Int

    public init(colour: Bool = false, lineWidth: Int = 100, limit: Int = 100) {
        self.colour = colour
        self.lineWidth = max(lineWidth, 20)
        self.limit = limit
    }

    public func render(_ diagnostics: [Diagnostic]) -> String {
        var blocks = diagnostics.prefix(limit).map { render($0) }
        if diagnostics.count > limit { blocks.append("... and \(diagnostics.count - limit) more") }
        return blocks.joined(separator: "\n")
    }

    /// What a message quotes may be as long as a file: of a line, at most this many characters are shown.
    private static let longest = 1000

    /// Safe to print, and cut in the middle where it is too long: both ends say something.
    private func shown(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > Self.longest else { return DisplayText.sanitized(text) }
        let (start, end) = (scalars.prefix(Self.longest * 2 / 3), scalars.suffix(Self.longest / 3))
        return DisplayText.sanitized(String(start)) + " … " + DisplayText.sanitized(String(end))
    }

    public func render(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { "\(shown($0.description)): " } ?? ""
        let severity = paint("\(diagnostic.severity.rawValue):", style(diagnostic.severity))
        let message = paint(shown(diagnostic.message), .bold)
        var lines = ["\(paint(place, .bold))\(severity) \(message)"]
        if let location = diagnostic.location { lines += excerpt(location, style(diagnostic.severity)) }
        if let help = diagnostic.help {
            for (index, line) in help.split(separator: "\n").enumerated() {
                let label = index == 0 ? paint("help:", .help) : "     "
                lines.append("\(label) \(shown(String(line)))")
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The line, and a caret with tildes under the culprit.
    private func excerpt(_ location: Location, _ style: Style) -> [String] {
        // Of an empty file there is nothing to show.
        let index = location.line - location.source.firstLine
        guard location.source.lines.indices.contains(index), location.source.lines != [""] else { return [] }
        // A line may be a whole file: only the neighbourhood of the culprit is looked at.
        let skipped = max(location.column - 1 - 4 * lineWidth, 0)
        let scalars = location.source.lines[index].unicodeScalars.dropFirst(skipped)
        let near = scalars.prefix(8 * lineWidth)
        let text = DisplayText(String(near))
        let start = max(location.column - 1, 0) - skipped
        let end = max(start + 1, min(start + location.length, text.cells.count))
        let window = window(text, around: start..<end)

        let cut = (
            start: window.lowerBound + skipped > 0,
            end: window.upperBound < text.cells.count || near.endIndex < scalars.endIndex
        )
        let shown = text.cells[window].map(\.text).joined()
        let marked = start..<max(start + 1, min(end, window.upperBound))
        let indent = text.width(window.lowerBound..<start) + (cut.start ? 1 : 0)
        let tildes = max(text.width(marked), 1) - 1

        let number = String(location.line)
        let gutter = String(repeating: " ", count: max(5, number.count))
        let label = String(repeating: " ", count: gutter.count - number.count) + number
        let line = (cut.start ? "…" : "") + shown + (cut.end ? "…" : "")
        let caret = String(repeating: " ", count: indent) + paint("^" + String(repeating: "~", count: tildes), style)
        return ["\(label) | \(line)".trimmingTrailingSpaces, "\(gutter) | \(caret)"]
    }

    /// The cells to show: all of them, or as many as fit around the culprit.
    private func window(_ text: DisplayText, around culprit: Range<Int>) -> Range<Int> {
        let count = text.cells.count
        guard text.width(0..<count) > lineWidth else { return 0..<max(count, 0) }
        var first = 0
        if text.width(0..<min(culprit.upperBound, count)) > lineWidth {
            // Some of what stands before the culprit tells the reader where they are.
            first = min(culprit.lowerBound, count)
            while first > 0, text.width(first..<min(culprit.lowerBound, count)) < lineWidth / 3 { first -= 1 }
        }
        var last = first
        var width = 0
        while last < count, width + text.cells[last].width <= lineWidth {
            width += text.cells[last].width
            last += 1
        }
        return first..<last
    }

    private enum Style: String {
        case bold = "1"
        case error = "1;31"
        case warning = "1;33"
        case note = "1;36"
        case help = "1;32"
    }

    private func style(_ severity: Diagnostic.Severity) -> Style {
        switch severity {
        case .error: .error
        case .warning: .warning
        case .note: .note
        }
    }

    private func paint(_ text: String, _ style: Style) -> String {
        colour && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
