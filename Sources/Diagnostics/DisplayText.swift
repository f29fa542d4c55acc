/// Text from a user's file made safe and measurable for a terminal: one cell per Unicode scalar.
struct DisplayText {
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
    static func sanitized(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? "\u{FFFD}" : $0 }))
    }

    private static func cell(_ scalar: Unicode.Scalar, at width: Int) -> Cell {
        if scalar == "\t" {
            let columns = 4 - width % 4
            return Cell(text: String(repeating: " ", count: columns), width: columns)
        }
        if isUnsafe(scalar) { return Cell(text: "\u{FFFD}", width: 1) }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return Cell(text: String(scalar), width: 0)
        default: return Cell(text: String(scalar), width: isWide(scalar) ? 2 : 1)
        }
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069: true  // these reorder the text around them
        default: scalar.properties.generalCategory == .control
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
