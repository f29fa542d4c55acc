/// Cures for what the YAML parser stumbles over, guessed from the lines around it.
struct SyntaxHelp {
    let lines: [String]
    /// In the parser's own words.
    let problem: String

    /// - Parameters:
    ///   - mark: where the parser stopped.
    ///   - start: where what it was reading began.
    func help(_ mark: Event.Mark, start: Event.Mark) -> String? {
        let line = lines.indices.contains(mark.line) ? lines[mark.line] : ""
        let indent = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }
        if indent.contains("\t") { return "indent with spaces; YAML allows no tabs there" }
        if isDeeper(mark.line) { return "this item is indented deeper than the one before it: indent both alike" }
        if problem.contains("mapping values") { return colon(line) }
        if problem.contains("end of stream"), problem.contains("quoted") || mark == start {
            return "close it with the same quote"
        }
        if problem.contains("cannot start any token") {
            return "put a text that begins with such a character in quotes"
        }
        guard start.line != mark.line else { return nil }
        let opening =
            lines.indices.contains(start.line)
            ? lines[start.line].unicodeScalars.dropFirst(start.column).first : nil
        let closing: String? = opening == "{" ? "}" : opening == "[" ? "]" : nil
        return "it began on line \(start.line + 1)" + (closing.map { "; is a '\($0)' missing there?" } ?? "")
    }

    /// Whether a list in brackets goes on at a line that belongs to what stands around it: it was never closed.
    func isUnclosed(from start: Event.Mark, to mark: Event.Mark) -> Bool {
        guard problem.contains("',' or"), start.line < mark.line, lines.indices.contains(mark.line) else {
            return false
        }
        return indent(mark.line) <= indent(start.line)
    }

    private func indent(_ line: Int) -> Int { lines[line].prefix { $0 == " " }.count }

    /// Whether a line is an item that stands deeper than the item on the line before it.
    private func isDeeper(_ line: Int) -> Bool {
        guard line > 0, lines.indices.contains(line) else { return false }
        let items = [line - 1, line].map { lines[$0].drop { $0 == " " }.hasPrefix("- ") }
        return items == [true, true] && indent(line - 1) < indent(line)
    }

    /// `key: a text: with a colon`, or `noise:{dimension: 8}`.
    private func colon(_ line: String) -> String? {
        let text = line.drop { $0 == " " }
        if let match = text.firstMatch(of: #/([A-Za-z_]+):([{\[])/#) {
            return "put a space after the colon: \(match.1): \(match.2)"
        }
        guard let first = text.firstMatch(of: #/^(?:- )?([A-Za-z_.]+): /#) else {
            return "a line before it may lack its colon, or be indented differently"
        }
        return "put a text that holds ': ' in quotes: \(first.1): \"...\""
    }
}
