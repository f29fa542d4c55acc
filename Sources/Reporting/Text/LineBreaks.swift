import Diagnostics

/// Text in lines.
public enum LineBreaks {
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
