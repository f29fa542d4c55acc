import Formats

/// What the `text` dataset leaves out of a file: blanks around lines, unless they are kept, and empty lines. A
/// generator never saw them of the real file; so they are left out of all files where the real one has them. Where it
/// has none they are the generator's own, and show.
struct LineTrimming {
    let unit: TextFile.Unit
    let dropsBlanks: Bool, dropsEmpty: Bool
    /// Whether nobody said what becomes of blanks.
    private let tellsBlanks: Bool

    init(real: TextLines, blanks: TextFile.Blanks?) {
        tellsBlanks = blanks == nil
        unit = real.unit
        dropsBlanks =
            blanks == .drop || unit == .words || blanks == nil && real.lines.contains { TextLines.hasBlanks($0.text) }
        // Between the words of prose an empty line says nothing of the words that a generator makes.
        dropsEmpty = real.emptyCount > 0 && (unit == .lines || real.isList)
    }

    /// The texts of a file, each with the number of its line.
    func texts(of file: TextLines) -> [(number: Int, text: String)] {
        let keepsEmpty = keepsEmpty(of: file)
        return file.lines.flatMap { number, line -> [(number: Int, text: String)] in
            let trimmed = TextFile.trimmed(line)
            if trimmed.isEmpty {
                return keepsEmpty ? [(number, dropsBlanks ? "" : String(line))] : []
            }
            switch unit {
            case .lines: return [(number, dropsBlanks ? trimmed : String(line))]
            case .words: return trimmed.split(whereSeparator: \.isWhitespace).map { (number, String($0)) }
            }
        }
    }

    /// Whether an empty line is a text without characters: of words where each stands on a line of its own.
    private func keepsEmpty(of file: TextLines) -> Bool { !dropsEmpty && (unit == .lines || file.isList) }

    /// What was left out of a file, or is odd in it.
    func remarks(_ file: TextLines, real: TextLines) -> [DataRemark] {
        blankRemarks(file, real: real) + emptyRemarks(file, real: real)
    }

    private func blankRemarks(_ file: TextLines, real: TextLines) -> [DataRemark] {
        let found = file.lines.filter { TextLines.hasBlanks($0.text) }
        guard tellsBlanks, dropsBlanks, unit == .lines, let first = found.first else { return [] }
        return [
            DataRemark(
                "\(found.count) of the \(plural(file.lines.count, "line")) of \(file.name) "
                    + "\(found.count == 1 ? "begins or ends" : "begin or end") with blanks, such as line "
                    + "\(first.number), and the blanks are dropped"
                    + (file.name == real.name ? "" : ", as those of \(real.name) are"),
                help: "give --blanks keep to have them judged, or --blanks drop where they are no part of a text")
        ]
    }

    private func emptyRemarks(_ file: TextLines, real: TextLines) -> [DataRemark] {
        let empty = file.emptyCount
        guard empty > 0, dropsEmpty || keepsEmpty(of: file) else { return [] }
        let some = "\(empty) of the \(file.lines.count) lines of \(file.name) \(empty == 1 ? "is" : "are") empty"
        return [
            dropsEmpty
                ? DataRemark(
                    "\(some) and left out" + (file.name == real.name ? "" : ", as those of \(real.name) are"),
                    help: "a text without characters cannot be told from a line between texts: remove such lines from "
                        + "\(real.name) to have those of a generator judged")
                : DataRemark(
                    "\(some), and \(unit == .lines ? "none of \(real.name)" : "the others hold one word each"): they are "
                        + "judged as texts without characters",
                    help: "remove them if they only stand between texts")
        ]
    }
}
