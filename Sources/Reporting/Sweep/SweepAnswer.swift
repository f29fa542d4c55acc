import Diagnostics
import Equilibrium

/// The first words of a sweep's page: which setting came closest to equilibrium, by what evidence, over how many seeds;
/// or that none did, and what stands in the way.
extension SweepReport {
    var answer: String {
        guard let best = comparison.groups.first, best.hasFinished else { return "No run has finished." }
        let runs = best.counted
        let verdicts = Tally(runs.map(\.verdict).filter { !$0.isEmpty })
        let reached = runs.count { $0.verdict == Verdict.Kind.equilibrium.rawValue }
        let near = runs.count { $0.verdict == Verdict.Kind.nearEquilibrium.rawValue }
        let seeds = runs.count == 1 ? "one run" : "\(runs.count) seeds"
        let evidence = evidence(runs)
        let first: String
        if reached > 0 {
            let all = reached == runs.count ? seeds : "\(reached) of \(seeds)"
            first = "\(named(best)) came to equilibrium, as far as every judge can tell, in \(all)\(evidence)."
        } else if near > 0 {
            first =
                "\(named(best)) came near equilibrium in \(near == runs.count ? seeds : "\(near) of \(seeds)")\(evidence)."
        } else {
            let isOne = Set(runs.map(\.verdict)).count == 1
            let verdict =
                verdicts.text.isEmpty
                ? "no verdict" : isOne ? "the verdict \"\(verdicts.text)\"" : "the verdicts \(verdicts.text)"
            first =
                comparison.groups.count == 1
                ? "Not at equilibrium, with \(verdict), in \(seeds)\(evidence)."
                : "\(exceptions) \(named(best)) came closest, with \(verdict), in \(seeds)\(evidence)."
        }
        return first + caution(best)
    }

    /// Where the best setting did not come there: a seed of another may have, most of whose seeds did not.
    private var exceptions: String {
        func runs(_ kind: Verdict.Kind) -> Int { entries.count { $0.result.verdict == kind.rawValue } }
        let kinds: [(kind: Verdict.Kind, text: String)] = [
            (.equilibrium, "to equilibrium"), (.nearEquilibrium, "near it"),
        ]
        let found = kinds.compactMap { kind, text in
            let count = runs(kind)
            return count > 0 ? "\(count) \(count == 1 ? "run" : "runs") came \(text)" : nil
        }
        return found.isEmpty
            ? "No run came to equilibrium."
            : "No setting came to equilibrium with most of its seeds, though \(found.joined(separator: " and "))."
    }

    private func named(_ group: ComparisonGroup) -> String {
        let name = settings(group)
        return name.isEmpty ? "The run" : name
    }

    /// What tells a group from others: `a = 1, b = 2`.
    func settings(_ group: ComparisonGroup) -> String {
        let paths = comparison.columns
        return zip(paths, Comparison.shortened(paths)).map { "\($1) = \(comparison.cell($0, group))" }
            .joined(separator: ", ")
    }

    private func evidence(_ runs: [RunResult]) -> String {
        let bounds = runs.compactMap(\.bound)
        guard let low = bounds.min(), let high = bounds.max() else { return "" }
        let judges = Set(runs.compactMap(\.strongestJudge))
        let by = judges.count == 1 ? judges.first.flatMap { Judges.judge($0)?.title } : nil
        guard high > 0 else {
            let isOpen = runs.contains { $0.verdict == Verdict.Kind.cannotTell.rawValue }
            return ": no judge found a difference" + (isOpen ? ", though not every one could have" : "")
        }
        let range =
            bounds.count == 1 || low == high
            ? NumberText.rounded(high) : "\(NumberText.rounded(low)) to \(NumberText.rounded(high))"
        return ": \(by ?? "judges") proved a total variation distance of at least \(range)"
    }

    /// The run whose accuracy is nearest to 0.5 is often another one, and then tells a story that is not true.
    private func caution(_ best: ComparisonGroup) -> String {
        let measured = entries.map(\.result).filter { $0.isFinished && $0.metrics[.distance] != nil }
        guard let nearest = measured.min(by: { ($0.metrics[.distance] ?? 1) < ($1.metrics[.distance] ?? 1) }),
            !best.runs.contains(where: { $0.run == nearest.run }), let accuracy = nearest.metrics[.accuracy],
            let bound = nearest.bound, bound > (best.counted.compactMap(\.bound).max() ?? 1),
            let group = comparison.groups.first(where: { $0.runs.contains { $0.run == nearest.run } })
        else { return "" }
        return
            " The accuracy nearest to 0.5, \(NumberText.rounded(accuracy)) of \(named(group)), misleads: there the proved "
            + "distance is \(NumberText.rounded(bound))."
    }
}
