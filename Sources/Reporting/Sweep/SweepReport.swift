import Diagnostics
import Equilibrium

/// A sweep at a glance: how its runs compare, and the pictures of each, as pages beside `runs.csv`. No clock is in it:
/// the same runs under the same description give the same bytes. The description makes no other run: it is that of the
/// file that was given, whether the experiment's or a run's config.yaml.
public struct SweepReport: Sendable {
    /// A run and what there is to look at.
    public struct Entry: Sendable {
        public let result: RunResult
        /// Paths from the page: of the run's report, as Markdown and as a page, and of pictures with what they show.
        /// Only what is there.
        public let report: String?, page: String?
        public let pictures: [Picture]
        /// Every evaluation; empty where it is not to be drawn.
        public let course: [Measurement]
        /// A picture of samples, as a file of PNG, to lie in the page itself.
        public let samples: (text: String, png: [UInt8])?

        public init(
            _ result: RunResult, report: String?, page: String? = nil, pictures: [Picture], course: [Measurement] = [],
            samples: (text: String, png: [UInt8])? = nil
        ) {
            self.result = result
            self.report = report
            self.page = page
            self.pictures = pictures
            self.course = course
            self.samples = samples
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

    /// Runs whose course is drawn over the others', best first: of more nobody could follow a line.
    public static let mostDrawn = 60
    /// Runs whose samples lie in the page, best first: it is to be one file that can be sent to somebody.
    public static let mostEmbedded = 24

    /// Runs that a page shows, and settings in its table, best first: a browser is to show them, and a person to read.
    public static let mostShown = 1000

    let name: String
    let description: String
    let comparison: Comparison
    /// In the order of `RunOrder`.
    let entries: [Entry]
    /// Runs that could not be read, each with the reason.
    let leftOut: [String]
    /// Whether runs are still to come.
    let isUnderWay: Bool

    public init(
        name: String, description: String, _ entries: [Entry], leftOut: [String] = [], isUnderWay: Bool = false
    ) throws(Diagnostic) {
        self.name = name
        self.description = description
        self.leftOut = leftOut
        self.isUnderWay = isUnderWay
        comparison = try Comparison(
            entries.map { ComparedRun(experiment: name, result: $0.result) }, top: Self.mostShown)
        let places = Dictionary(entries.map { ($0.result.run, $0) }, uniquingKeysWith: { first, _ in first })
        self.entries = RunOrder.sorted(entries.map(\.result)).compactMap { places[$0.run] }
    }

    /// The runs in the order in which the page shows them.
    public static func order(_ results: [RunResult]) -> [RunResult] { RunOrder.sorted(results) }

    /// "6 runs: 4 discriminator too weak, 2 oscillating".
    var tally: String {
        let verdicts = Tally(entries.map { $0.result.verdict.isEmpty ? $0.result.status : $0.result.verdict })
        return "\(entries.count) \(entries.count == 1 ? "run" : "runs"): \(verdicts.counted)."
    }

    /// What a page says below the runs that it shows; nil where it shows all.
    var rest: String? {
        let others = entries.count - Self.mostShown
        guard others > 0 else { return nil }
        return "\(NumberText.grouped(others)) more: saddle compare has their settings, with --top, --where and --by; "
            + "runs.csv has their numbers."
    }

    /// "Left out: ...", a sentence for each run that could not be read.
    var omissions: [String] { leftOut.map { "Left out: \($0). saddle run of its file trains it again." } }

    /// What a run came to, in a line.
    func outcome(_ result: RunResult) -> String {
        let measured = measured(result)
        return result.verdict.isEmpty ? measured : "\(result.verdict): \(measured)"
    }

    /// The same without the verdict.
    func measured(_ result: RunResult) -> String {
        var parts: [String] = []
        if let accuracy = result.metrics[.accuracy], let iteration = result.iteration {
            parts.append("accuracy \(NumberText.rounded(accuracy)) at iteration \(NumberText.grouped(iteration))")
        }
        if let critic = result.criticAccuracy { parts.append("a fresh critic's \(NumberText.rounded(critic))") }
        if let bound = result.bound { parts.append("proved distance \(NumberText.rounded(bound))") }
        if !result.isComplete { parts.append(result.status + (result.message.isEmpty ? "" : ": \(result.message)")) }
        return parts.isEmpty ? "nothing measured" : parts.joined(separator: ", ")
    }
}
