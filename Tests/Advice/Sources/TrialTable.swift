import Equilibrium
import Foundation
import Reporting

/// How often each remedy helped runs of each verdict.
struct TrialTable {
    private let trials: [Trial]

    init(_ trials: [Trial]) { self.trials = trials }

    /// Whether the bound fell by more than the bounds of the set-up's seeds lie apart, or training does not break down
    /// any more.
    private func helped(_ trial: Trial) -> Bool {
        if trial.verdict == Self.diverged, trial.verdictAfter != Self.diverged { return true }
        return trial.bound - trial.boundAfter > spread(trial.setup)
    }

    private func hurt(_ trial: Trial) -> Bool { trial.boundAfter - trial.bound > spread(trial.setup) }

    private static let diverged = Verdict.Kind.diverged.rawValue
    /// A smaller change is none, where all seeds read nearly 1.
    private static let smallest = 0.01

    private func spread(_ setup: String) -> Double {
        let bounds = trials.filter { $0.setup == setup }.map(\.bound)
        return max(Self.smallest, (bounds.max() ?? 0) - (bounds.min() ?? 0))
    }

    private struct Row {
        let verdict: String, remedy: String
        let helped: Int, hurt: Int, count: Int, fall: Double
    }

    /// By verdict in the order of the page, the remedy that helped most often first.
    private var rows: [Row] {
        Verdict.Kind.allCases.flatMap { kind -> [Row] in
            let ofKind = trials.filter { $0.verdict == kind.rawValue }
            return Remedies.all.compactMap { remedy -> Row? in
                let all = ofKind.filter { $0.remedy == remedy.name }
                guard !all.isEmpty else { return nil }
                return Row(
                    verdict: kind.rawValue, remedy: remedy.name, helped: all.count(where: helped),
                    hurt: all.count(where: hurt), count: all.count,
                    fall: all.map { $0.bound - $0.boundAfter }.reduce(0, +) / Double(all.count))
            }.sorted { (share($0), $0.fall, $1.remedy) > (share($1), $1.fall, $0.remedy) }
        }
    }

    private func share(_ row: Row) -> Double { Double(row.helped) / Double(row.count) }

    /// The Swift file that reports read.
    var source: String {
        let entries = rows.map { row in
            "        .init(\"\(row.verdict)\", \"\(row.remedy)\", helped: \(row.helped), hurt: \(row.hurt), of: \(row.count), "
                + String(format: "fall: %.3f),", row.fall)
        }
        return """
            /// What came of trying each remedy on runs of each verdict. Written by `swift run -c release advice-trials`
            /// from Tests/Advice/trials.csv: not to be changed by hand.
            extension AdviceRecord {
                static let all: [AdviceRecord] = [
            \(entries.joined(separator: "\n"))
                ]
            }

            """
    }

    /// The page with its table replaced.
    func inserted(into page: String) throws -> String {
        guard let start = page.range(of: "<!-- table -->"), let end = page.range(of: "<!-- end -->") else {
            throw SetupTrial.Failure(description: "the page has no place for the table")
        }
        let lines =
            [
                "| verdict before | remedy | helped | made worse | of | bound fell by, mean |",
                "|---|---|---:|---:|---:|---:|",
            ]
            + rows.map {
                "| \($0.verdict) | \($0.remedy) | \($0.helped) | \($0.hurt) | \($0.count) | \(String(format: "%+.3f", $0.fall)) |"
            }
        return page[..<start.upperBound] + "\n" + lines.joined(separator: "\n") + "\n" + page[end.lowerBound...]
    }
}
