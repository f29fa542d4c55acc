import Diagnostics
import Equilibrium

/// What the words of a report mean, for `saddle explain`: terms, judges and verdicts.
public enum Glossary {
    /// Pages that explain several things at once, by the names that ask for them.
    private static let pages: [(names: [String], text: @Sendable () -> String)] = [
        (["report", "glossary"], { report }), (["judge", "judges"], { judges }),
        (["verdict", "verdicts"], { verdicts }),
    ]

    /// Everything that is known by a name, written with blanks, hyphens or underscores; nil where that is nothing.
    public static func text(_ name: String) -> String? {
        let wanted = plain(name)
        if let page = pages.first(where: { $0.names.contains(wanted) }) { return page.text() }
        var parts = Judges.all.filter { plain($0.name) == wanted }.map(judge)
        parts += Verdict.Kind.allCases.filter { plain($0.rawValue) == wanted }
            .map { "\($0.rawValue) (verdict)\n\(indented($0.meaning))\n\(indented($0.rule))\n" }
        parts += GlossaryTerm.all.filter { ([$0.name] + $0.others).map(plain).contains(wanted) }
            .map { "\($0.name)\n\(indented($0.meaning))\n" }
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }

    /// Every name that `text` knows.
    public static var names: [String] {
        pages.flatMap(\.names) + Judges.all.map { $0.name } + Verdict.Kind.allCases.map(\.rawValue)
            + GlossaryTerm.all.flatMap { [$0.name] + $0.others }
    }

    // MARK: Pages

    /// Every term, in the order of a report.
    private static var report: String {
        let terms = GlossaryTerm.all.map { "\($0.name)\n" + indented($0.meaning) }
        return
            (["What the terms of a report mean. saddle explain judges and saddle explain verdicts list those."] + terms)
            .joined(separator: "\n\n") + "\n"
    }

    private static var judges: String {
        let intro =
            "Judges look at the frozen generator. A claim of difference needs one judge that found it; a claim of "
            + "equilibrium needs every judge to have found none, and each to have been able to see one: four times in "
            + "five, a total variation distance of \(NumberText.brief(VerdictThresholds.mustSee)). Each may raise a "
            + "false alarm with probability \(NumberText.brief(Evidence.significance)) over their number, so that all "
            + "together do in at most one run of twenty."
        return LineBreaks.wrapped(intro, to: width) + "\n\n" + Judges.all.map(judge).joined(separator: "\n")
            + "\nsaddle explain JUDGE explains one. Of two files: saddle judge REAL FAKE.\n"
    }

    private static func judge(_ judge: any EvidenceJudge.Type) -> String {
        let test = judge.oneSided.map { "one-sided (\($0))" } ?? "two-sided"
        let end = judge.help.hasSuffix("?") ? "" : "."
        return "\(judge.name) (judge)\n\(indented("\(judge.help)\(end)"))\n"
            + indented("statistic: \(judge.statistic); the test is \(test).") + "\n"
    }

    private static var verdicts: String {
        Verdict.Kind.allCases.map { "\($0.rawValue)\n" + indented($0.meaning) + "\n" + indented($0.rule) }
            .joined(separator: "\n\n") + "\n"
    }

    private static let width = 100

    private static func indented(_ text: String) -> String {
        LineBreaks.wrapped(text, to: width - 4).split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().replacing("_", with: " ").replacing("-", with: " ")
    }
}
