/// The text of one file, kept for showing lines in messages.
public final class Source: Sendable {
    /// As the user named it, relative paths included.
    public let path: String
    public let lines: [String]
    /// The number of the first of them, where only a part of the file was kept.
    public let firstLine: Int
    /// Of each line, in Unicode scalars. A line may be a whole file: to count it for each node would take quadratic
    /// time.
    public let lengths: [Int]

    public init(path: String, text: String, firstLine: Int = 1) {
        self.path = path
        self.firstLine = firstLine
        (lines, lengths) = Source.split(text)
    }

    /// Lines as YAML counts them. Works on scalars: as a `Character`, "\r\n" is neither "\r" nor "\n".
    private static func split(_ text: String) -> (lines: [String], lengths: [Int]) {
        var lines: [String] = []
        var lengths: [Int] = []
        var line = String.UnicodeScalarView()
        var length = 0
        var afterReturn = false
        for scalar in text.unicodeScalars {
            let continuesReturn = afterReturn && scalar == "\n"
            afterReturn = scalar == "\r"
            if continuesReturn { continue }
            switch scalar {
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(String(line))
                lengths.append(length)
                line = String.UnicodeScalarView()
                length = 0
            default:
                line.append(scalar)
                length += 1
            }
        }
        return (lines + [String(line)], lengths + [length])
    }
}

/// A stretch of one line of a source file. Lines and columns count from 1, columns in Unicode scalars.
public struct Location: Sendable, CustomStringConvertible {
    public let source: Source
    public let line: Int
    public let column: Int
    public let length: Int

    public init(source: Source, line: Int, column: Int, length: Int) {
        self.source = source
        self.line = line
        self.column = column
        self.length = length
    }

    public var description: String { "\(source.path):\(line):\(column)" }
}

extension Location: Hashable {
    public static func == (a: Location, b: Location) -> Bool {
        a.source.path == b.source.path && a.line == b.line && a.column == b.column && a.length == b.length
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(source.path)
        hasher.combine(line)
        hasher.combine(column)
    }
}
