import ArgumentParser
import Diagnostics
import Experiments
import Reporting

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How far the runs of a sweep are: done, running and where, interrupted, failed, lost, not begun.",
        discussion: """
            By the files in the folder of results, on any machine that sees them; Slurm is asked for what waits there.
            """)

    @Argument(help: "A folder of results, or of an experiment.", completion: .directory)
    var path = "results"

    @Option(help: "Lines for each state at most.")
    var lines = 20

    func validate() throws { if lines < 0 { throw ValidationError("--lines takes 0 or more.") } }

    func run() throws {
        for path in try SweepStatus.experiments(in: path) {
            try Terminal.write(text(try SweepStatus(path)))
        }
    }

    private func text(_ status: SweepStatus) -> String {
        let total = status.counts.values.reduce(0, +)
        func list(_ counts: [SweepStatus.State: Int]) -> String {
            SweepStatus.State.allCases.compactMap { state in
                counts[state].map { "\(NumberText.grouped($0)) \(state.rawValue)" }
            }.joined(separator: ", ")
        }
        var text =
            "\(status.experiment): \(NumberText.grouped(total)) \(total == 1 ? "run" : "runs")"
            + (total == 0 ? "" : ": \(list(status.counts))") + "\n"
        if !status.others.isEmpty { text += "  beside this sweep: \(list(status.others))\n" }
        if let unasked = status.unasked {
            text +=
                "  what Slurm has is not known, and its jobs are taken for alive: "
                + "\(DisplayText.sanitizedLines(unasked))\n"
        }
        for state in SweepStatus.State.allCases {
            let own = status.lines.filter { $0.state == state }
            for line in own.prefix(lines) {
                text += "  \(state.rawValue)  \(line.run)  \(DisplayText.sanitizedLines(line.text))\n"
            }
            if own.count > lines { text += "  and \(NumberText.grouped(own.count - lines)) more \(state.rawValue)\n" }
        }
        return text
    }
}
