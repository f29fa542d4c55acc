import Diagnostics
import Foundation

/// Text from files as text in HTML, where it can be neither an element nor the end of an attribute.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        DisplayText.sanitized(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}

/// Text from files as text in Markdown, which is to show as it is.
enum MarkdownText {
    /// - Parameter marks: what would mean something there.
    static func escaped(_ text: String, marks: String = "\\`*_[]<>#|&~") -> String {
        String(DisplayText.sanitized(text).flatMap { marks.contains($0) ? ["\\", $0] : [$0] })
    }

    /// Lines of a user's, none of which begins a list, heading or block of code.
    static func paragraph(_ text: String) -> String {
        DisplayText.sanitizedLines(text).split(whereSeparator: \.isNewline).map { escapedLine(String($0)) }
            .joined(separator: "\n")
    }

    /// A line of its own, which begins no list, heading or block of code.
    private static func escapedLine(_ text: String) -> String {
        let line = escaped(text).drop { $0 == " " }
        let afterDigits = line.drop { ("0"..."9").contains($0) }
        let marks = afterDigits.startIndex == line.startIndex ? "-+=" : ".)"
        guard let mark = afterDigits.first, marks.contains(mark) else { return String(line) }
        return line[..<afterDigits.startIndex] + "\\" + afterDigits
    }
}

/// A relative path as a link.
enum LinkText {
    static func path(_ path: String) -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-=+,")
        return path.addingPercentEncoding(withAllowedCharacters: plain) ?? path
    }
}
