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
        return HTMLPage.text(title: name, body: body)
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
}
