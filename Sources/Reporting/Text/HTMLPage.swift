/// A page without scripts that needs no other file.
enum HTMLPage {
    /// - Parameters:
    ///   - title: text.
    ///   - body: elements.
    static func text(title: String, body: [String]) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTMLText.escaped(title))</title>
        <style>
        \(style)
        </style>
        </head>
        <body>
        \(body.joined(separator: "\n"))
        </body>
        </html>

        """
    }

    private static let style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem; max-width: 80rem; }
        table { border-collapse: collapse; display: block; overflow-x: auto; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.25rem 0.75rem; text-align: left; white-space: nowrap; border-bottom: 1px solid #8884; }
        th.number, td.number { text-align: right; }
        h3 { font-size: 1rem; margin-bottom: 0; overflow-wrap: anywhere; }
        section p { margin: 0.25rem 0; }
        img { max-width: min(100%, 38rem); height: auto; vertical-align: top; margin: 0 1rem 1rem 0; }
        .notes { font-size: 0.875rem; opacity: 0.8; }
        """
}
