/// The text of one file, kept for showing lines in messages.
public final class Source: Sendable {
    /// As the user named it, relative paths included.
    public let path: String
    public let lines: [String]

    public init(path: String, text: String) {
        self.path = path
        self.lines = Source.split(text)
    }

    /// Lines as YAML counts them. Works on scalars: as a `Character`, "\r\n" is neither "\r" nor "\n".
    private static func split(_ text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            let continuesReturn = afterReturn && scalar == "\n"
            afterReturn = scalar == "\r"
            if continuesReturn { continue }
            switch scalar {
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(String(line))
                line = String.UnicodeScalarView()
            default: line.append(scalar)
            }
        }
        return lines + [String(line)]
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
