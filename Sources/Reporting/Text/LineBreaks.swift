import Diagnostics

/// Text in lines.
public enum LineBreaks {
    /// A paragraph, each line behind so many blanks and ended by a line feed; on one line without a width.
    static func wrapped(_ text: String, _ indent: Int, _ width: Int?) -> String {
        let blanks = String(repeating: " ", count: indent)
        let lines = width.map { wrapped(text, to: max(1, $0 - indent)) } ?? text
        return lines.split(separator: "\n").map { blanks + $0 + "\n" }.joined()
    }

    /// Lines of at most `width` columns, broken at blanks; a longer word has a line of its own.
    public static func wrapped(_ text: String, to width: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ").map(String.init) {
            if line.isEmpty {
                line = word
            } else if DisplayWidth.of(line) + 1 + DisplayWidth.of(word) <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
