/// The lines or words of a UTF-8 text.
public enum TextFile {
    public enum Unit: String, CaseIterable, Sendable {
        /// What stands between line ends.
        case lines
        /// What stands between blanks and line ends.
        case words
    }

    /// In the order of the file; blanks around a line are left out, and so is what is empty.
    /// - Throws: where the bytes are not UTF-8, with the first line that is not.
    public static func pieces(_ bytes: [UInt8], _ unit: Unit) throws(FormatError) -> [String] {
        switch unit {
        case .lines: try lines(bytes).map(trimmed).filter { !$0.isEmpty }
        case .words: try text(bytes).split(whereSeparator: \.isWhitespace).map(String.init)
        }
    }

    /// All lines as they stand, empty ones too; no line follows the last line end.
    /// - Throws: as `pieces`.
    public static func lines(_ bytes: [UInt8]) throws(FormatError) -> [Substring] {
        let lines = try text(bytes).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.last?.isEmpty ?? false ? lines.dropLast() : lines
    }

    /// Without the blanks around it.
    public static func trimmed(_ line: Substring) -> String {
        let start = line.drop(while: \.isWhitespace)
        return String(start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
    }

    /// Without a byte order mark.
    private static func text(_ bytes: [UInt8]) throws(FormatError) -> String {
        var rest = bytes[...]
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        if rest.starts(with: mark) { rest = rest.dropFirst(mark.count) }
        guard let text = String(validating: rest, as: UTF8.self), !text.unicodeScalars.contains("\0") else {
            throw notText(bytes)
        }
        return text
    }

    private static func notText(_ bytes: [UInt8]) -> FormatError {
        var (line, start) = (1, 0)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let found = String(validating: bytes[start..<end], as: UTF8.self)
            if found == nil || found?.unicodeScalars.contains("\0") == true { break }
            (line, start) = (line + 1, end + 1)
        }
        return FormatError(
            "is not UTF-8 text in line \(line)", at: min(start, bytes.count),
            help: "convert it, where it is text: iconv -f LATIN1 -t UTF-8, or iconv -f UTF-16 -t UTF-8")
    }
}
