import Formats

/// What to do about cells that are not numbers: guesses at what the file is instead.
struct CSVAdvice {
    /// What the file is read with.
    let separator: UInt8
    /// Whether the reader can set a dataset's keys; else the file itself is to be mended.
    var hasKeys = true

    /// The values of the key `separator`, and their bytes.
    static let separators: [(name: String, byte: UInt8)] = [
        ("comma", UInt8(ascii: ",")), ("semicolon", UInt8(ascii: ";")), ("tab", UInt8(ascii: "\t")),
    ]

    var usual: String {
        hasKeys
            ? "mend the cell, or choose other columns with 'columns' and 'label'"
            : "mend the cell, or leave out its column"
    }
    var ofMissing: String {
        hasKeys
            ? "fill it in or leave the row out; or choose other columns with 'columns' and 'label'"
            : "fill it in, or leave out the row, or the column in every file"
    }

    /// Words that stand for a number that is missing, in the files of other programs.
    func isMissing(_ cell: String) -> Bool {
        [
            "", "nan", "-nan", "na", "n/a", "nil", "none", "null", "inf", "-inf", "+inf", "infinity", "-infinity", "?",
            "-",
        ]
        .contains(cell.lowercased())
    }

    /// About a cell that should be a number.
    func ofCell(_ cell: String) -> String {
        if let separated = ofSeparator([cell]) { return separated }
        if isMissing(cell) { return ofMissing }
        let pointed = cell.replacing(",", with: ".")
        if pointed != cell, DecimalText.value(pointed) != nil { return "write it with a decimal point: \(pointed)" }
        return usual
    }

    /// Where cells hold what separates cells elsewhere: the key that would separate them.
    func ofSeparator(_ cells: [String]) -> String? {
        for other in Self.separators where other.byte != separator {
            let parts = cells.first { $0.utf8.contains(other.byte) }?.utf8.split(separator: other.byte)
            guard let parts, other.name != "comma" || parts.count > 2 else { continue }
            return "cells seem to be separated by \(other.name)s: "
                + (hasKeys ? "set data.separator to \(other.name)" : "separate the header's cells as well")
                + (other.name == "semicolon" ? "; numbers are written with a point" : "")
        }
        let words = cells.first?.split(separator: " ") ?? []
        guard words.count > 1, words.allSatisfy({ DecimalText.value(String($0)) != nil }) else { return nil }
        return "cells seem to be separated by blanks; put commas, semicolons or tabs between them"
    }
}

extension CSVAdvice {
    /// What most likely separates the cells of a file that begins so, by its first line: a comma, unless semicolons or
    /// tabs are more; blanks, as `numpy.savetxt` writes, where there is nothing else.
    static func separator(of start: [UInt8]) -> UInt8 {
        let line = start.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        func count(_ byte: UInt8) -> Int { line.count { $0 == byte } }
        let best = separators.reduce((byte: UInt8(ascii: ","), count: 0)) { best, other in
            count(other.byte) > best.count ? (other.byte, count(other.byte)) : best
        }
        if best.count > 0 { return best.byte }
        let words = line.split(separator: UInt8(ascii: " "))
        return words.count > 1 ? UInt8(ascii: " ") : best.byte
    }
}

/// A text from a file as messages quote it: enough to find it again.
enum Excerpt {
    static func of(_ text: String) -> String { text.count > 40 ? text.prefix(37) + "..." : text }
}
