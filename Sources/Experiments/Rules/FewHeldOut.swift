import Configuration
import Diagnostics
import Equilibrium
import Foundation

/// Too few samples to test on: whatever the judges say, they could not have seen a difference that matters.
enum FewHeldOut: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let evaluation = run.spec.evaluation
        let (key, asked) =
            evaluation.critic.iterations > 0
            ? ("evaluation.critic.samples", evaluation.critic.samples) : ("evaluation.samples", evaluation.samples)
        let count = min(asked, run.data.heldOut)
        guard count < fewest else { return [] }
        let goal = 0.5 + VerdictThresholds.criticMustSee
        let message =
            "\(count) held-out \(count == 1 ? "sample is" : "samples are") too few to show that a discriminator is right "
            + "\(goal) of the time, which takes \(fewest): small differences stay unseen"
        if asked < fewest { return [run.warning(message, at: run.place(key), help: "set \(key) to \(fewest) or more")] }
        return [run.warning(message, at: run.place("data.held_out", "data"), help: cure(run.spec.data))]
    }

    private static func cure(_ data: Choice) -> String {
        let keys = ["held_out", "samples"].filter { data.values.entries[$0] != nil }.map { "data.\($0)" }
        return keys.isEmpty ? "use data with more held-out samples" : "raise \(keys.joined(separator: " or "))"
    }

    /// Whether so many samples a side would leave an accuracy unseen that a critic must see.
    private static func isBlind(_ count: Int) -> Bool {
        let half = Proportion(successes: Double(count) / 2, count: count)
        let chance = CriticResult(
            iteration: 0, accuracy: Accuracy(real: half, fake: half), crossEntropy: 0, crossEntropyError: 0,
            areaUnderCurve: 0.5, updates: 0, trainedOn: 0)
        return chance.isBlind
    }

    /// The fewest samples a side from which on it never does. What can be seen is about 0.5 + 1.4/sqrt(samples of both
    /// sides), up to a few samples: numbers of right answers are whole.
    private static let fewest: Int = {
        let estimate = Int(pow(1.4 / VerdictThresholds.criticMustSee, 2) / 2)
        return ((1...2 * estimate).last { isBlind($0) } ?? 0) + 1
    }()
}
