import Diagnostics
import Networks
import Training

/// A discriminator whose last layer keeps it from the outputs that the loss asks for.
enum ConfinedDiscriminator: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let loss = Losses.registry.make(run.spec.loss)
        let (range, layer) = run.blueprint.discriminator.outputRange
        let wanted = loss.outputs(run.spec.labelSmoothing)
        guard !range.contains(wanted) else { return [] }
        let choice = run.blueprint.discriminator.layers[layer].choice
        let what = loss.output == .probability ? "logits, which can be any number" : "\(wanted)"
        return [
            run.warning(
                "the discriminator ends in \(choice.name), which gives \(range); loss '\(run.spec.loss.name)' works with "
                    + what,
                at: choice.location, help: "leave the last \(choice.name) out: end with the layer before it")
        ]
    }
}
