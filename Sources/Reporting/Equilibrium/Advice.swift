import Configuration
import Equilibrium

/// What to try next after a verdict, in the words of an experiment file.
enum Advice {
    static func steps(_ kind: Verdict.Kind, _ spec: RunSpec) -> [String] {
        switch kind {
        case .equilibrium:
            [
                "Let a stronger critic try: `saddle report RUN --set evaluation.critic.iterations="
                    + "\(4 * max(500, spec.evaluation.critic.iterations))`, or with more units in "
                    + "`evaluation.critic.layers`.",
                "Repeat the run with `sweep: {seeds: 3}`: one seed is one draw.",
            ]
        case .nearEquilibrium:
            [
                "Train longer (`training.iterations: \(2 * spec.training.iterations)`), with a learning rate that "
                    + "falls (`schedule: cosine`): what is left to learn is small.",
                "Give both networks more units; the generator may have reached what it can express.",
            ]
        case .discriminatorTooWeak:
            strengthen("discriminator", spec) + [
                "Give the discriminator more units or layers: the generator has nothing left to learn from it."
            ]
        case .modeCollapse:
            [
                "Let the discriminator judge several samples at once (`discriminator.pack: 2`, PacGAN), so that it sees "
                    + "a lack of variety.",
                "Lower the generator's learning rate, or set `step_ratio.discriminator: "
                    + "\(spec.stepRatio.discriminator + 1)`: it runs ahead to the sample that fools best.",
                "Keep the discriminator smooth: `loss: wasserstein` with `weight_clipping`, or a gradient penalty.",
            ]
        case .consistentWithEquilibrium:
            [
                "Make sure that the discriminator is strong enough to see a difference: give it more units, or set "
                    + "`step_ratio.discriminator: \(spec.stepRatio.discriminator + 1)`, and see whether it still "
                    + "reads 0.5.",
                "Look at the samples, and repeat the run with `sweep: {seeds: 3}`.",
            ]
        case .discriminatorAhead, .discriminatorWins:
            slowDown("discriminator", spec) + vanishingGradients(spec) + smoothing(spec)
                + ["Give the generator more units or layers, or the discriminator `dropout`."]
        case .generatorWins:
            slowDown("generator", spec) + ["Give the discriminator more units or layers."]
        case .oneSided:
            [
                "Lower both learning rates: the discriminator's outputs as a whole drift faster than it can correct.",
                "Draw larger batches (`training.batch_size: \(2 * spec.training.batchSize)`).",
            ]
        case .oscillating:
            [
                "Lower both learning rates, or let them fall (`schedule: cosine`).",
                "Take momentum away: `betas: [0.0, 0.999]` for adam.",
                "Draw larger batches (`training.batch_size: \(2 * spec.training.batchSize)`).",
            ]
        case .unsettled:
            [
                "Train longer (`training.iterations: \(2 * spec.training.iterations)`), with a learning rate that "
                    + "falls (`schedule: cosine`).",
                "Measure on more samples (`evaluation.samples`), so that chance moves the accuracy less.",
            ]
        case .tooShort:
            [
                "Evaluate more often (`evaluation.every: \(max(1, spec.training.iterations / 20))`) or train longer; "
                    + "\(VerdictThresholds.fewestEvaluations) evaluations after the first update are the least."
            ]
        case .diverged:
            [
                "Lower the learning rates, the failing network's first.",
                "Limit the gradients: `gradient_clipping: 1.0` for both networks.",
            ]
        }
    }

    private static func strengthen(_ player: String, _ spec: RunSpec) -> [String] {
        let updates = player == "discriminator" ? spec.stepRatio.discriminator : spec.stepRatio.generator
        return ["Raise the \(player)'s learning rate, or set `step_ratio.\(player): \(updates + 1)`."]
    }

    private static func slowDown(_ player: String, _ spec: RunSpec) -> [String] {
        let other = player == "discriminator" ? "generator" : "discriminator"
        let updates = player == "discriminator" ? spec.stepRatio.discriminator : spec.stepRatio.generator
        let others = player == "discriminator" ? spec.stepRatio.generator : spec.stepRatio.discriminator
        let ratio =
            updates > 1
            ? "set `step_ratio.\(player): \(updates - 1)`" : "set `step_ratio.\(other): \(others + 1)`"
        return ["Lower the \(player)'s learning rate, or \(ratio)."]
    }

    /// Goodfellow et al. 2014, section 3.
    private static func vanishingGradients(_ spec: RunSpec) -> [String] {
        spec.loss.name == "minimax"
            ? [
                "Set `loss: non_saturating`: with minimax the generator's gradient vanishes where the discriminator "
                    + "is sure."
            ]
            : []
    }

    /// Salimans et al. 2016, section 3.4.
    private static func smoothing(_ spec: RunSpec) -> [String] {
        let hasTargets = ["minimax", "non_saturating", "least_squares"].contains(spec.loss.name)
        return hasTargets && spec.labelSmoothing.real == 1
            ? ["Smooth the labels of real samples (`label_smoothing.real: 0.9`)."] : []
    }
}
