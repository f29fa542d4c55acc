import Diagnostics
import Equilibrium
import Formats

extension TwoSampleReport {
    /// For a terminal.
    /// - Parameter width: its columns; nil: lines may be of any length.
    public func text(width: Int?) -> String {
        func paragraph(_ text: String) -> String { LineBreaks.wrapped(text, to: width ?? 100) + "\n" }
        var blocks = [
            paragraph(headline), JudgesText.table(evidence).text(width: width), paragraph(JudgesText.rule(evidence)),
        ]
        if let columns {
            blocks += columns.absences.map(paragraph)
            blocks += [paragraph(columns.note)] + (columns.table.map { [$0.text(width: width)] } ?? [])
        }
        if let texts {
            blocks += [paragraph(texts.lengths)] + texts.absences.map(paragraph) + [paragraph(texts.note)]
            blocks += texts.table.map { [$0.text(width: width)] } ?? []
        }
        blocks += [distances.text(width: width), paragraph(distancesNote)]
        if let memorisation, let memorisationNote {
            blocks += [memorisation.text(width: width), paragraph(memorisationNote)]
        }
        return (blocks + [paragraph(method)]).joined(separator: "\n")
    }

    /// report.md.
    public var markdown: String { blocks.markdown }

    /// report.html.
    public var html: String { HTMLPage.text(title: "\(generated.name) beside \(real.name)", body: blocks.html) }

    private var blocks: [Block] {
        var blocks: [Block] = [.heading(1, headline)]
        blocks += warnings.map { .quoted("Warning: " + Self.line($0)) }
        blocks += [.heading(2, "Judges"), .table(JudgesText.table(evidence)), .text(JudgesText.rule(evidence))]
        if let columns {
            blocks.append(.heading(2, "Columns"))
            if !columns.absences.isEmpty { blocks.append(.quotedList(columns.absences)) }
            blocks += [.text(columns.note)] + (columns.table.map { [.table($0)] } ?? [])
        }
        if let texts {
            blocks += [.heading(2, "Texts"), .text(texts.lengths)]
            if !texts.absences.isEmpty { blocks.append(.quotedList(texts.absences)) }
            blocks += [.text(texts.note)] + (texts.table.map { [.table($0)] } ?? [])
        }
        blocks += [.heading(2, "Distances"), .table(distances), .text(distancesNote)]
        if let memorisation, let memorisationNote {
            blocks += [.heading(2, "Memorisation"), .table(memorisation), .text(memorisationNote)]
        }
        blocks += [.heading(2, "Method"), .quoted(method)]
        blocks.append(
            .text("`saddle explain judges` says what each judge does, `saddle explain report` what the terms mean."))
        return blocks
    }

    private var columns: ColumnSharesText? {
        result.columns.map { ColumnSharesText($0, real: "real rows", evidence.findings) }
    }

    private var texts: TextMarksText? { result.texts.map { TextMarksText($0, evidence.findings) } }

    /// judges.csv: the columns of a run's, but for its iteration.
    public var judgesTable: CSVTable { JudgesTable.table(evidence.findings) }

    private static func line(_ diagnostic: Diagnostic) -> String {
        diagnostic.message + (diagnostic.help.map { ". \($0.prefix(1).uppercased() + $0.dropFirst())" } ?? "") + "."
    }
}
