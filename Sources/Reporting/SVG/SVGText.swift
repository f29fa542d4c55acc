import Foundation

/// Text and numbers of drawings.
enum SVGText {
    /// With a tenth of a unit, where there is one.
    static func number(_ value: Double) -> String {
        let text = String(format: "%.1f", value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// - Parameters:
    ///   - anchor: which end stands at the place: "start", "middle" or "end".
    ///   - title: what a pointer over it shows, where that is more.
    static func element(
        _ text: String, x: Double, y: Double, anchor: String, class name: String = "", title: String = ""
    ) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\""
            + (name.isEmpty ? "" : " class=\"\(name)\"") + ">\(HTMLText.escaped(text))"
            + (title.isEmpty || title == text ? "" : "<title>\(HTMLText.escaped(title))</title>") + "</text>"
    }

    /// The beginning of what is longer than so many characters.
    static func shortened(_ text: String, to most: Int = 18) -> String {
        text.count <= most ? text : text.prefix(max(1, most - 1)) + "…"
    }
}
