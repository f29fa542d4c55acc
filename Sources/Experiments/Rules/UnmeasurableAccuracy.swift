import Diagnostics
import Training

/// Losses without a threshold of their own find it on one half of an evaluation and measure on the other: each needs a
/// sample of either kind.
enum UnmeasurableAccuracy: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let spec = run.spec
        guard Losses.registry.make(spec.loss).equilibrium(spec.labelSmoothing).threshold == nil else { return [] }
        let (asked, pack) = (spec.evaluation.samples, spec.discriminator.pack)
        let rows = min(asked, run.data.heldOut) / pack
        guard rows < 2 else { return [] }
        let found = pack == 1 ? "has \(rows)" : "has \(rows) of \(pack) samples"
        return [
            run.warning(
                "the accuracy cannot be measured: loss '\(spec.loss.name)' has no threshold of its own, so it is found "
                    + "on one half of the held-out rows and measured on the other, and an evaluation \(found)",
                at: asked < 2 * pack
                    ? run.place("evaluation.samples") : run.place("data.held_out", "data"),
                help: asked < 2 * pack
                    ? "set evaluation.samples to \(2 * pack) or more" : "hold out \(2 * pack) samples or more")
        ]
    }
}
