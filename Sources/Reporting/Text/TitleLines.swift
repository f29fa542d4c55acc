import Diagnostics

/// A column's title on several lines, for a column whose cells are narrower.
enum TitleLines {
    /// What stays together: `step_ratio.discriminator` may be broken behind its underscore and its dot.
    static func pieces(_ title: String) -> [String] {
        var pieces = [""]
        for character in title {
            pieces[pieces.count - 1].append(character)
            if "._ ".contains(character) { pieces.append("") }
        }
        return pieces.filter { !$0.isEmpty }
    }

    /// As few lines as a width allows; a piece that is wider has a line of its own.
    static func broken(_ title: String, to width: Int) -> [String] {
        var lines: [String] = []
        for piece in pieces(title) {
            if let last = lines.last, DisplayWidth.of(last + trimmed(piece)) <= width {
                lines[lines.count - 1] = last + piece
            } else {
                lines.append(piece)
            }
        }
        return lines.map(trimmed)
    }

    private static func trimmed(_ text: String) -> String { text.last == " " ? String(text.dropLast()) : text }
}
