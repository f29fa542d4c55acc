import Formats

/// The lines of a text file as they stand, each with its number, and what a text of it is.
public struct TextLines: Sendable {
    /// What messages call the file.
    public let name: String
    let unit: TextFile.Unit
    let lines: [(number: Int, text: Substring)]

    /// Bytes of a file, at most.
    private static let most = 1 << 26

    public init(_ path: String, _ unit: TextFile.Unit = .lines) throws(DatasetError) {
        self.unit = unit
        guard !FolderListing.isFolder(path) else {
            throw DatasetError(
                "'\(path)' is a folder; texts are read from a file",
                help: "to judge pictures or sounds of folders leave out --text, --unit and --blanks")
        }
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

    /// Whether a line that has text begins or ends with blanks.
    static func hasBlanks(_ line: Substring) -> Bool {
        ((line.first?.isWhitespace ?? false) || (line.last?.isWhitespace ?? false)) && !TextFile.trimmed(line).isEmpty
    }

    /// Lines without any text.
    var emptyCount: Int { lines.count { TextFile.trimmed($0.text).isEmpty } }

    /// Whether no line has more than one word, as in what a generator of words wrote.
    var isList: Bool { lines.allSatisfy { !TextFile.trimmed($0.text).contains(where: \.isWhitespace) } }
}
