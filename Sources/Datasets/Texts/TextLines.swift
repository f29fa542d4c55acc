import Formats

/// The lines of a text file as they stand, each with its number.
public struct TextLines: Sendable {
    /// What messages call the file.
    public let name: String
    let lines: [(number: Int, text: Substring)]

    /// Bytes of a file, at most.
    private static let most = 1 << 26

    public init(_ path: String) throws(DatasetError) {
        var reader = try FileReader(path)
        let bytes = try reader.read(Self.most + 1)
        name = reader.name
        guard bytes.count <= Self.most else {
            throw DatasetError(
                "\(name) has more than \(Self.most) bytes, the most that is read of a file of texts",
                help: "judge a part of its lines: shuf -n 10000 FILE > PART")
        }
        do throws(FormatError) {
            lines = try TextFile.lines(bytes).enumerated().map { ($0 + 1, $1) }
        } catch { throw DatasetError(error, in: name) }
        guard lines.contains(where: { !TextFile.trimmed($0.text).isEmpty }) else {
            throw DatasetError(
                "\(name) \(bytes.isEmpty ? "is empty" : "has no text")", help: "give a file with a text on each line")
        }
    }
}

/// What the `text` dataset leaves out of a file: blanks around lines, and empty lines. A generator never saw them of
/// the real file; so they are left out of all files where the real one has them. Where it has none they are the
/// generator's own, and show.
struct LineTrimming {
    let dropsBlanks: Bool, dropsEmpty: Bool

    init(real: TextLines) {
        dropsBlanks = real.lines.contains { TextFile.trimmed($0.text).count < $0.text.count }
        dropsEmpty = real.lines.contains { TextFile.trimmed($0.text).isEmpty }
    }

    func lines(of file: TextLines) -> [(number: Int, text: String)] {
        file.lines.compactMap { number, text in
            let trimmed = TextFile.trimmed(text)
            if dropsEmpty, trimmed.isEmpty { return nil }
            return (number, dropsBlanks ? trimmed : String(text))
        }
    }

    /// What was left out of a file, or is odd in it.
    func remarks(_ file: TextLines, real: TextLines) -> [DataRemark] {
        let empty = file.lines.count { TextFile.trimmed($0.text).isEmpty }
        guard empty > 0 else { return [] }
        let some = "\(empty) of the \(file.lines.count) lines of \(file.name) \(empty == 1 ? "is" : "are") empty"
        return [
            dropsEmpty
                ? DataRemark(
                    "\(some) and left out" + (file.name == real.name ? "" : ", as those of \(real.name) are"),
                    help: "a text without characters cannot be told from a line between texts: remove such lines from "
                        + "\(real.name) to have those of a generator judged")
                : DataRemark(
                    "\(some), and none of \(real.name): they are judged as texts without characters",
                    help: "remove them if they only stand between texts")
        ]
    }
}
