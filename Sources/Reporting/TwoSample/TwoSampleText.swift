import Diagnostics
import Equilibrium

extension TwoSampleReport {
    /// For a terminal.
    /// - Parameter width: its columns; nil: lines may be of any length.
    public func text(width: Int?) -> String {
        func paragraph(_ text: String) -> String { LineBreaks.wrapped(text, to: width ?? 100) + "\n" }
        var blocks = [
            paragraph(headline), JudgesText.table(evidence).text(width: width), paragraph(JudgesText.rule(evidence)),
            distances.text(width: width), paragraph(distancesNote),
        ]
        if let memorisation, let memorisationNote {
            blocks += [memorisation.text(width: width), paragraph(memorisationNote)]
        }
        return (blocks + [paragraph(method)]).joined(separator: "\n")
    }

    /// report.md.
    public var markdown: String {
        var sections = ["# \(MarkdownText.escaped(headline))"]
        sections += warnings.map { "Warning: \(MarkdownText.escaped(Self.line($0)))" }
        sections += ["## Judges", JudgesText.table(evidence).markdown.trimmed, JudgesText.rule(evidence)]
        sections += ["## Distances", distances.markdown.trimmed, distancesNote]
        if let memorisation, let memorisationNote {
            sections += ["## Memorisation", memorisation.markdown.trimmed, memorisationNote]
        }
        sections += ["## Method", MarkdownText.escaped(method)]
        sections += ["`saddle explain judges` says what each judge does, `saddle explain report` what the terms mean."]
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// report.html.
    public var html: String {
        func paragraph(_ text: String) -> String { "<p>\(HTMLText.escaped(text))</p>" }
        var body = ["<h1>\(HTMLText.escaped(headline))</h1>"]
        body += warnings.map { paragraph("Warning: " + Self.line($0)) }
        body += ["<h2>Judges</h2>", JudgesText.table(evidence).html, paragraph(JudgesText.rule(evidence))]
        body += ["<h2>Distances</h2>", distances.html, paragraph(distancesNote)]
        if let memorisation, let memorisationNote {
            body += ["<h2>Memorisation</h2>", memorisation.html, paragraph(memorisationNote)]
        }
        body += ["<h2>Method</h2>", paragraph(method)]
        return HTMLPage.text(title: "\(generated.name) beside \(real.name)", body: body)
    }

    /// judges.csv: the columns of a run's, but for its iteration.
    public var judgesTable: CSVTable { JudgesTable.table(evidence.findings) }

    private static func line(_ diagnostic: Diagnostic) -> String {
        diagnostic.message + (diagnostic.help.map { ". \($0.prefix(1).uppercased() + $0.dropFirst())" } ?? "") + "."
    }
}
