import Configuration
import Datasets
import Diagnostics
import Equilibrium

/// Too few samples to test on: where the judges find no difference, they could not have seen one that matters.
enum FewHeldOut: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let evaluation = run.spec.evaluation
        let goal = NumberText.brief(VerdictThresholds.mustSee)
        let stop =
            run.spec.training.stop.equilibrium == nil ? "" : ", and training.stop.equilibrium does not end the run"
        func message(_ count: Int, _ fewest: Int) -> String {
            "\(count) held-out \(count == 1 ? "sample is" : "samples are") too few for every judge to see a total variation "
                + "distance of \(goal), which takes \(fewest): the verdict cannot be \"equilibrium\" or near it\(stop)"
        }
        let (tested, heldOut) = (Evidence.fewestTested(run.data.kind), Evidence.fewestHeldOut(run.data.kind))
        var asked = [("evaluation.samples", evaluation.samples)]
        if evaluation.critic.iterations > 0 { asked.append(("evaluation.critic.samples", evaluation.critic.samples)) }
        let few = asked.filter { $0.1 < tested }
        if !few.isEmpty {
            return few.map { key, count in
                run.warning(
                    message(count, tested), at: run.place(key), help: "set \(key) to \(tested) or more")
            }
        }
        guard run.data.heldOut < heldOut else { return [] }
        return [
            run.warning(
                message(run.data.heldOut, heldOut), at: run.place("data.held_out", "data"),
                help: cure(run))
        ]
    }

    /// The smallest share, in hundredths, of so many samples that gives the judges enough; of fewer than twice as many
    /// it would be more than half.
    static func share(of samples: Int, _ kind: Dataset.Kind) -> Double {
        Double((100 * Evidence.fewestHeldOut(kind) + samples - 1) / samples) / 100
    }

    private static func cure(_ run: RuleSubject) -> String {
        let keys = ["held_out", "samples"].filter { run.spec.data.values.entries[$0] != nil }.map { "data.\($0)" }
        let all = run.data.training + run.data.heldOut
        // Where samples are not drawn, those that are held out are not trained on.
        if keys == ["data.held_out"], all <= 2 * Evidence.fewestHeldOut(run.data.kind) {
            return "that many are more than these \(all) samples can spare (less than half of all): a verdict of "
                + "equilibrium needs more data"
        }
        if keys == ["data.held_out"] {
            return "set data.held_out to \(NumberText.brief(share(of: all, run.data.kind))) or more"
        }
        return keys.isEmpty ? "use data with more held-out samples" : "raise \(keys.joined(separator: " or "))"
    }
}
