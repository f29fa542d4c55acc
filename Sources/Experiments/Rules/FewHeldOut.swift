import Configuration
import Diagnostics
import Equilibrium

/// Too few samples to test on: whatever the judges say, they could not have seen a difference that matters.
enum FewHeldOut: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let evaluation = run.spec.evaluation
        let goal = NumberText.brief(VerdictThresholds.mustSee)
        func message(_ count: Int, _ fewest: Int) -> String {
            "\(count) held-out \(count == 1 ? "sample is" : "samples are") too few for every judge to see a total variation "
                + "distance of \(goal), which takes \(fewest): the verdict can only be \"cannot tell\""
        }
        var asked = [("evaluation.samples", evaluation.samples)]
        if evaluation.critic.iterations > 0 { asked.append(("evaluation.critic.samples", evaluation.critic.samples)) }
        let few = asked.filter { $0.1 < Evidence.fewestTested }
        if !few.isEmpty {
            return few.map { key, count in
                run.warning(
                    message(count, Evidence.fewestTested), at: run.place(key),
                    help: "set \(key) to \(Evidence.fewestTested) or more")
            }
        }
        guard run.data.heldOut < Evidence.fewestHeldOut else { return [] }
        return [
            run.warning(
                message(run.data.heldOut, Evidence.fewestHeldOut), at: run.place("data.held_out", "data"),
                help: cure(run.spec.data))
        ]
    }

    private static func cure(_ data: Choice) -> String {
        let keys = ["held_out", "samples"].filter { data.values.entries[$0] != nil }.map { "data.\($0)" }
        return keys.isEmpty ? "use data with more held-out samples" : "raise \(keys.joined(separator: " or "))"
    }
}
