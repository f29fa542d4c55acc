import Diagnostics
import Equilibrium

extension EquilibriumReport {
    /// What every judge found of the final generator; none where none looked.
    var judgesSection: [Block] {
        guard let evidence = examination?.evidence, !evidence.findings.isEmpty else { return [] }
        return [.heading(2, "Judges"), .table(JudgesText.table(evidence)), .text(JudgesText.meaning(evidence))]
    }
}

/// Evidence for people.
public enum JudgesText {
    public static func table(_ evidence: Evidence) -> TextTable {
        var table = TextTable([
            .init("judge"), .init("samples", .right), .init("statistic", .right), .init("p", .right),
            .init("distance, at least", .right), .init("would have seen", .right), .init("finding"),
        ])
        for finding in evidence.findings {
            table.append([
                finding.judge, NumberText.grouped(finding.generatedCount),
                NumberText.rounded(finding.statistic, decimals: 4),
                finding.pValueNumber,
                NumberText.rounded(finding.bound), finding.visible.map { NumberText.rounded($0) } ?? "nothing",
                finding.isDifference ? "a difference" : finding.couldSee ? "none" : "cannot tell",
            ])
        }
        return table
    }

    /// What the table comes to, in a sentence or two.
    public static func meaning(_ evidence: Evidence) -> String {
        let rule = rule(evidence)
        guard let strongest = evidence.strongest else { return "No judge found a difference. " + rule }
        let title = Judges.judge(strongest.judge)?.title ?? strongest.judge
        let bound =
            strongest.bound > 0
            ? "The total variation distance between real and generated samples is at least "
                + "\(NumberText.rounded(strongest.bound)), by \(title). "
            : "A difference was found by \(title), without a bound on its size. "
        return bound + rule
    }

    /// How the table is read.
    static func rule(_ evidence: Evidence) -> String {
        let level = evidence.findings.first?.level ?? Evidence.significance
        return
            "A judge finds a difference where p is below \(NumberText.brief(level, digits: 2)), its share of 5 % "
            + "among \(evidence.findings.count) judges; \"would have seen\" is the smallest total variation distance "
            + "that it finds four times in five, of differences that its way of looking can tell."
    }
}
