import Configuration
import Diagnostics
import Equilibrium

/// What came of trying a remedy on runs of a verdict. All of them: `AdviceRecord.all`, in a file of its own.
public struct AdviceRecord: Hashable, Sendable {
    public let verdict: String, remedy: String
    /// Runs whose strongest bound fell, or rose, by more than their seeds lie apart; all runs.
    public let helped: Int, hurt: Int, count: Int
    /// By how much the bound fell, on the average.
    public let fall: Double

    init(_ verdict: String, _ remedy: String, helped: Int, hurt: Int, of count: Int, fall: Double) {
        self.verdict = verdict
        self.remedy = remedy
        self.helped = helped
        self.hurt = hurt
        self.count = count
        self.fall = fall
    }

    /// What helps fewer runs than this share of them is not recommended.
    static let worthTrying = 0.5
    /// Nor what made so many worse.
    static let harmful = 0.25
    /// Nor what was tried on fewer runs.
    static let fewest = 2

    var isWorthTrying: Bool {
        count >= Self.fewest && Double(helped) >= Self.worthTrying * Double(count)
            && Double(hurt) < Self.harmful * Double(count)
    }
}

/// What to try next after a verdict, as settings to put behind the command that trains the run.
struct Advice {
    private let spec: RunSpec
    /// Judges the run again; settings go behind it.
    private let reportCommand: String
    private let neighbours: Neighbours
    /// What is proved of the run's generator; 1 where nothing could be.
    private let bound: Double

    /// Recommendations of one report, at most: who tries more at once learns nothing from it.
    private static let most = 3

    init(_ spec: RunSpec, reportCommand: String, neighbours: Neighbours = Neighbours(), bound: Double = 1) {
        self.spec = spec
        self.reportCommand = reportCommand
        self.neighbours = neighbours
        self.bound = bound
    }

    func steps(_ kind: Verdict.Kind) -> [String] {
        switch kind {
        case .equilibrium: [otherSeeds]
        case .cannotTell: strongerEvidence + [otherSeeds]
        case .tooShort: moreEvaluations
        case .nearEquilibrium: tried(kind) + [otherSeeds]
        default: tried(kind)
        }
    }

    // MARK: Remedies

    private func tried(_ kind: Verdict.Kind) -> [String] {
        var objections = Set<Neighbours.Objection>()
        var steps: [String] = []
        for record in AdviceRecord.all where record.verdict == kind.rawValue && record.isWorthTrying {
            guard let remedy = Remedies.remedy(record.remedy), let settings = remedy.settings(spec) else { continue }
            if let objection = neighbours.objection(to: settings, bound: bound) {
                objections.insert(objection)
            } else if steps.count < Self.most {
                steps.append(
                    "\(remedy.help): \(text(settings)). It helped in \(record.helped) of \(record.count) such runs.")
            }
        }
        if steps.isEmpty, objections.isEmpty {
            steps = ["Nothing that was tried on such runs helped half of them without making others worse."]
        }
        return steps + Neighbours.Objection.allCases.filter(objections.contains).map(\.text)
    }

    /// To paste behind `saddle run FILE`.
    private func text(_ settings: [String]) -> String {
        "`\(settings.map { "--set \(ShellText.word($0))" }.joined(separator: " "))`"
    }

    // MARK: Steps to see more, which change nothing in the run

    private var otherSeeds: String {
        "Repeat the run with other seeds, since one is one draw: \(text(["sweep.seeds=3"]))."
    }

    private var strongerEvidence: [String] {
        [
            spec.evaluation.critic.iterations == 0
                ? "Ask a fresh critic: `\(reportCommand) --set evaluation.critic.iterations=\(CriticSpec().iterations)`."
                : "Where a judge has too few samples, hold out more of the data (`saddle explain data`); where the critic "
                    + "had not levelled off: `\(reportCommand) --set evaluation.critic.iterations="
                    + "\(4 * spec.evaluation.critic.iterations)`."
        ]
    }

    private var moreEvaluations: [String] {
        let every = min(spec.evaluation.every / 2, spec.training.iterations / 20)
        let change =
            every > 0
            ? "Evaluate more often: \(text(["evaluation.every=\(every)"]))"
            : "Train longer: \(text(["training.iterations=\(10 * spec.training.iterations)"]))"
        return ["\(change); \(VerdictThresholds.fewestEvaluations) evaluations after the first update are the least."]
    }
}
