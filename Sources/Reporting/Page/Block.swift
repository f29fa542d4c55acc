import Diagnostics

/// A piece of a page, to be written as Markdown or as HTML.
enum Block {
    /// Level 1 is the page's title.
    case heading(Int, String)
    /// The program's own words; `code` stands between backticks, a blank line parts paragraphs.
    case text(String)
    /// Somebody else's words, in lines that stay lines.
    case quoted(String)
    case table(TextTable)
    case list([String])
    /// A list of sentences with somebody else's words in them.
    case quotedList([String])
    case code(String)
    /// A file beside the page; in HTML `drawing` stands in its place where it is given.
    case picture(path: String, text: String, drawing: String? = nil)
    /// In HTML alone: Markdown says the same in a table.
    case drawing(String)
}

extension [Block] {
    var markdown: String { compactMap(\.markdown).joined(separator: "\n\n") + "\n" }

    var html: [String] { map(\.html) }
}

extension Block {
    fileprivate var markdown: String? {
        switch self {
        case .heading(let level, let text): String(repeating: "#", count: level) + " " + text
        case .text(let text): text
        case .quoted(let text): MarkdownText.paragraph(text)
        case .table(let table): table.markdown.trimmed
        case .list(let items): items.map { "- \($0)" }.joined(separator: "\n")
        case .quotedList(let items): items.map { "- " + MarkdownText.paragraph($0) }.joined(separator: "\n")
        case .code(let text): "```\n\(text)\n```"
        case .picture(let path, let text, _): "![\(text)](\(LinkText.path(path)))"
        case .drawing: nil
        }
    }

    fileprivate var html: String {
        switch self {
        case .heading(let level, let text): "<h\(level)>\(Self.words(text))</h\(level)>"
        case .text(let text):
            text.components(separatedBy: "\n\n").map { "<p>\(Self.words($0))</p>" }.joined(separator: "\n")
        case .quoted(let text):
            "<p>"
                + DisplayText.sanitizedLines(text).split(whereSeparator: \.isNewline)
                .map { HTMLText.escaped(String($0)) }.joined(separator: "<br>\n") + "</p>"
        case .table(let table): table.html
        case .list(let items): "<ul>\n" + items.map { "<li>\(Self.words($0))</li>\n" }.joined() + "</ul>"
        case .quotedList(let items):
            "<ul>\n" + items.map { "<li>\(HTMLText.escaped(DisplayText.sanitizedLines($0)))</li>\n" }.joined() + "</ul>"
        case .code(let text):
            "<pre>"
                + text.split(separator: "\n", omittingEmptySubsequences: false).map { HTMLText.escaped(String($0)) }
                .joined(separator: "\n") + "</pre>"
        case .picture(let path, let text, let drawing):
            drawing ?? "<img src=\"\(LinkText.path(path))\" alt=\"\(HTMLText.escaped(text))\" loading=\"lazy\">"
        case .drawing(let svg): svg
        }
    }

    /// Between backticks is code.
    private static func words(_ text: String) -> String {
        text.components(separatedBy: "`").enumerated().map { index, part in
            let escaped = HTMLText.escaped(part)
            return index.isMultiple(of: 2) ? escaped : "<code>\(escaped)</code>"
        }.joined()
    }
}
