import Diagnostics

extension SweepReport {
    /// report.html: one page without scripts, whose pictures are loaded as they come into view.
    public var html: String {
        let (table, notes) = comparison.page
        var body = ["<h1>\(HTMLText.escaped(name))</h1>"]
        if !description.isEmpty {
            let text = DisplayText.sanitizedLines(description)
            body.append("<p>\(lines(text.split(whereSeparator: \.isNewline).map(String.init)))</p>")
        }
        body += ["<p>\(HTMLText.escaped(tally))</p>", table.html, "<p class=\"notes\">\(lines(notes))</p>"]
        body.append("<h2>The runs, best first</h2>")
        body += entries.map(section)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTMLText.escaped(name))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            \(body.joined(separator: "\n"))
            </body>
            </html>

            """
    }

    private func lines(_ texts: [String]) -> String {
        texts.map(HTMLText.escaped).joined(separator: "<br>\n")
    }

    private func section(_ entry: Entry) -> String {
        let run = HTMLText.escaped(entry.result.run)
        let title = entry.report.map { "<a href=\"\(LinkText.path($0))\">\(run)</a>" } ?? run
        let pictures = entry.pictures.map {
            "<img src=\"\(LinkText.path($0.path))\" alt=\"\(HTMLText.escaped($0.text))\" loading=\"lazy\">\n"
        }
        return """
            <section>
            <h3>\(title)</h3>
            <p>\(HTMLText.escaped(outcome(entry.result)))</p>
            \(pictures.joined())</section>
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
