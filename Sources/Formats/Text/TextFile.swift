/// The lines or words of a UTF-8 text.
public enum TextFile {
    public enum Unit: String, CaseIterable, Sendable {
        /// What stands between line ends.
        case lines
        /// What stands between blanks and line ends.
        case words
    }

    /// What becomes of the blanks around a line.
    public enum Blanks: String, CaseIterable, Sendable { case drop, keep }

    /// In the order of the file; what is empty, or all blanks, is left out.
    /// - Throws: where the bytes are not UTF-8, with the first line that is not.
    public static func pieces(
        _ bytes: [UInt8], _ unit: Unit, blanks: Blanks = .drop
    ) throws(FormatError) -> [String] {
        switch unit {
        case .lines where blanks == .keep: try lines(bytes).filter { !trimmed($0).isEmpty }.map(String.init)
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

    /// How many lines have blanks before their first character, and the number of the first that has.
    /// - Throws: as `pieces`.
    public static func indents(_ bytes: [UInt8]) throws(FormatError) -> (count: Int, first: Int) {
        let numbers = try lines(bytes).enumerated().compactMap { place, line in
            (line.first?.isWhitespace ?? false) && !trimmed(line).isEmpty ? place + 1 : nil
        }
        return (numbers.count, numbers.first ?? 0)
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
