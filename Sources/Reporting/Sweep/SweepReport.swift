import Diagnostics

/// A sweep at a glance: how its runs compare, and the pictures of each, as pages beside `runs.csv`. No clock is in it:
/// the same runs under the same description give the same bytes. The description makes no other run: it is that of the
/// file at hand, whether the experiment's or a run's config.yaml.
public struct SweepReport: Sendable {
    /// A run and what there is to look at.
    public struct Entry: Sendable {
        public let result: RunResult
        /// Paths from the page: of the run's report, and of pictures with what they show. Only what is there.
        public let report: String?
        public let pictures: [Picture]

        public init(_ result: RunResult, report: String?, pictures: [Picture]) {
            self.result = result
            self.report = report
            self.pictures = pictures
        }
    }

    public struct Picture: Sendable {
        public let path: String
        public let text: String

        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    let name: String
    let description: String
    let comparison: Comparison
    /// In the order of `RunOrder`.
    let entries: [Entry]

    public init(name: String, description: String, _ entries: [Entry]) throws(Diagnostic) {
        self.name = name
        self.description = description
        comparison = try Comparison(entries.map { ComparedRun(experiment: name, result: $0.result) })
        let places = Dictionary(entries.map { ($0.result.run, $0) }, uniquingKeysWith: { first, _ in first })
        self.entries = RunOrder.sorted(entries.map(\.result)).compactMap { places[$0.run] }
    }

    /// "6 runs: 4 discriminator too weak, 2 oscillating".
    var tally: String {
        let verdicts = Tally(entries.map { $0.result.verdict.isEmpty ? $0.result.status : $0.result.verdict })
        return "\(entries.count) \(entries.count == 1 ? "run" : "runs"): \(verdicts.counted)."
    }

    /// What a run came to, in a line.
    func outcome(_ result: RunResult) -> String {
        var parts: [String] = []
        if let accuracy = result.metrics[.accuracy], let iteration = result.iteration {
            parts.append("accuracy \(NumberText.rounded(accuracy)) at iteration \(NumberText.grouped(iteration))")
        }
        if let critic = result.criticAccuracy { parts.append("a fresh critic's \(NumberText.rounded(critic))") }
        if let bound = result.bound { parts.append("proved distance \(NumberText.rounded(bound))") }
        if !result.isComplete { parts.append(result.status + (result.message.isEmpty ? "" : ": \(result.message)")) }
        let measured = parts.isEmpty ? "nothing measured" : parts.joined(separator: ", ")
        return result.verdict.isEmpty ? measured : "\(result.verdict): \(measured)"
    }
}
