extension SweepReport {
    /// Runs whose pictures a page of Markdown shows; readers of it load all pictures at once.
    private static let shown = 24

    /// report.md.
    public var markdown: String {
        let (table, notes) = comparison.page
        var sections = ["# \(MarkdownText.escaped(name)), at a glance", MarkdownText.escaped(answer)]
        if !description.isEmpty { sections.append(MarkdownText.paragraph(description)) }
        sections += omissions.map { MarkdownText.escaped($0) }
        sections += [tally, String(table.markdown.dropLast()), notes.joined(separator: "\n")]
        sections.append("## The runs, best first")
        for entry in entries.prefix(Self.shown) {
            let run = MarkdownText.escaped(entry.result.run)
            let title = entry.report.map { "[\(run)](\(LinkText.path($0)))" } ?? run
            sections += ["### \(title)", MarkdownText.escaped(outcome(entry.result))]
            let pictures = entry.pictures.map { "![\($0.text)](\(LinkText.path($0.path)))" }
            if !pictures.isEmpty { sections.append(pictures.joined(separator: "\n")) }
        }
        let others = entries.count - Self.shown
        if others > 0 { sections.append("\(others) more: report.html shows all, runs.csv has their numbers.") }
        return sections.joined(separator: "\n\n") + "\n"
    }
}
