import Diagnostics
import Experiments
import Reporting

/// What `saddle run` prints: what it would do, and what it did.
enum SessionSummary {
    /// What would be done with each run.
    static func plan(_ plan: [Session.PlannedRun]) -> String {
        var table = TextTable([
            TextTable.Column("#", .right), TextTable.Column("experiment"), TextTable.Column("run"),
            TextTable.Column("would"),
        ])
        for run in plan {
            table.append(["\(run.label.number)", run.label.experiment, run.label.id, run.intention.rawValue])
        }
        var hints: [String] = []
        for hint in plan.compactMap(\.hint) where !hints.contains(hint) { hints.append(hint) }
        return table.text() + hints.map { "\n\($0)\n" }.joined()
    }

    /// What there is to say of a sweep whose table nobody would read.
    private static func counts(_ results: [Session.Result], _ experiment: PreparedExperiment) -> String {
        var counts: [RunStatus: Int] = [:]
        // By place: a copy of each of a million results takes a while.
        for index in results.indices where results[index].label.experiment == experiment.name {
            counts[results[index].outcome.status, default: 0] += 1
        }
        let kinds = counts.map { ($0.key.rawValue, $0.value) }.sorted { $0.0 < $1.0 }
        return "\n\(experiment.name): \(NumberText.grouped(experiment.runs.count)) runs"
            + kinds.map { ", \(NumberText.grouped($0.1)) \($0.0)" }.joined()
            + "; saddle compare, with --top, shows the best.\n"
    }

    /// A table for each experiment, best first, then why runs ended before their last iteration, and what to do
    /// next.
    static func text(
        _ results: [Session.Result], of experiments: [PreparedExperiment], _ options: Session.Options, width: Int?
    ) throws -> String {
        let folder = options.results
        var text = ""
        for experiment in experiments {
            let place = ExperimentFolder(results: folder, experiment: experiment.name)
            guard experiment.runs.count <= CheckedRuns.mostRead else {
                text += counts(results, experiment)
                continue
            }
            let rows = try place.results(of: experiment)
            guard !rows.isEmpty else { continue }
            text +=
                "\n\(experiment.name), best first:\n\n" + RunSummary.text(rows, indent: 2, width: width)
            for run in try place.leftOut() { text += "\n  left out of the page: \(DisplayText.sanitized(run))\n" }
            let others = try place.others(than: experiment)
            if others > 0 {
                text +=
                    "\n  \(others) \(others == 1 ? "run" : "runs") beside this sweep: saddle compare "
                    + "\(ShellText.word(place.path))/*/ shows all.\n"
            }
        }
        func those(_ isMeant: (RunStatus) -> Bool) -> [Session.Result] {
            results.indices.filter { isMeant(results[$0].outcome.status) }.map { results[$0] }
        }
        let elsewhere = those { $0 == .elsewhere }
        if !elsewhere.isEmpty {
            text +=
                "\nbeing trained by another saddle:\n"
                + elsewhere.map { "  \($0.label.experiment)/\($0.label.id)\n" }.joined()
        }
        let incomplete = those { $0 != .complete && $0 != .elsewhere }
        if !incomplete.isEmpty {
            text += "\nended before the last iteration:\n"
            for result in incomplete.prefix(CheckedRuns.mostRead) {
                let why = result.outcome.message.map { ": \(DisplayText.sanitizedLines($0))" } ?? ""
                text += "  \(result.label.experiment)/\(result.label.id)  \(result.outcome.status.rawValue)\(why)\n"
            }
        }
        let left =
            experiments.reduce(0) { $0 + $1.runs.count } - results.count { $0.outcome.status != .interrupted }
        if left > 0 {
            let command = options.fresh ? "The same command without --fresh" : "The same command"
            text += "\nInterrupted, with \(left) \(left == 1 ? "run" : "runs") to go. \(command) continues.\n"
        }
        for experiment in experiments where !results.isEmpty {
            let place = ExperimentFolder(results: folder, experiment: experiment.name)
            let page = place.page.map { "   at a glance: \($0)" } ?? ""
            text += "\nresults: \(place.path)\(page)\ncompare: saddle compare \(ShellText.word(place.path))\n"
        }
        return text
    }
}
