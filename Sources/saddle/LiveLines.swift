import Diagnostics

/// Lines at the end of a terminal that are drawn again in their place, while other lines are written above them.
struct LiveLines {
    /// Of the lines, as many as are on the screen.
    private var drawn = 0

    /// Draws these in place of those that are there. What the screen has no room for is left out, from the middle.
    mutating func draw(_ lines: [String]) {
        let room = max(2, Terminal.height - 1)
        var shown = lines
        if lines.count > room {
            shown = lines.prefix(room - 2) + ["... and \(lines.count - room + 1) more"] + lines.suffix(1)
        }
        let width = Terminal.width - 1
        Terminal.writeError(erasure + shown.map { DisplayWidth.truncated($0, to: width) }.joined(separator: "\n"))
        drawn = shown.count
    }

    /// Writes a line above the live ones, which are gone until they are drawn again.
    mutating func write(_ line: String) {
        Terminal.writeError(erasure + line + "\n")
        drawn = 0
    }

    /// To the start of the first line, and everything from there on wiped.
    private var erasure: String { "\r" + (drawn > 1 ? "\u{1B}[\(drawn - 1)A" : "") + "\u{1B}[J" }
}
