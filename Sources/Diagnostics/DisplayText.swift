/// Text from a user's file made safe and measurable for a terminal: one cell per Unicode scalar.
public struct DisplayText {
    struct Cell {
        let text: String
        let width: Int
    }

    let cells: [Cell]

    init(_ line: String) {
        var cells: [Cell] = []
        var width = 0
        for scalar in line.unicodeScalars {
            let cell = DisplayText.cell(scalar, at: width)
            cells.append(cell)
            width += cell.width
        }
        self.cells = cells
    }

    /// Terminal columns of a stretch of cells; places beyond the end count one column each.
    func width(_ range: Range<Int>) -> Int {
        range.reduce(0) { $0 + (cells.indices.contains($1) ? cells[$1].width : 1) }
    }

    /// Control characters out of a message: a file must not be able to steer the terminal.
    public static func sanitized(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? "\u{FFFD}" : $0 }))
    }

    /// The same for a text of several lines, which stay lines; tabs become spaces.
    public static func sanitizedLines(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            DisplayText(String(line)).cells.map(\.text).joined()
        }.joined(separator: "\n")
    }

    private static func cell(_ scalar: Unicode.Scalar, at width: Int) -> Cell {
        if scalar == "\t" {
            let columns = 4 - width % 4
            return Cell(text: String(repeating: " ", count: columns), width: columns)
        }
        if isUnsafe(scalar) { return Cell(text: "\u{FFFD}", width: 1) }
        return Cell(text: String(scalar), width: DisplayWidth.of(scalar))
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069: true  // these reorder the text around them
        default: scalar.properties.generalCategory == .control
        }
    }
}
