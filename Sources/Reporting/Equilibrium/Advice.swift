import Configuration
import Diagnostics
import Equilibrium

/// What to try next after a verdict, as settings to put behind the command that trains the run.
struct Advice {
    private let spec: RunSpec
    /// Judges the run again; settings go behind it.
    private let reportCommand: String

    init(_ spec: RunSpec, reportCommand: String) {
        self.spec = spec
        self.reportCommand = reportCommand
    }

    func steps(_ kind: Verdict.Kind) -> [String] {
        switch kind {
        case .equilibrium:
            [
                otherSeeds,
            ]
        case .nearEquilibrium:
            [
                trainLonger,
                "Give both networks more units; the generator may have reached what it can express.",
            ]
        case .discriminatorTooWeak:
            [
                "Let the discriminator learn faster: \(settings([faster(.discriminator)])), or more often: "
                    + "\(settings([moreUpdates(.discriminator)])).",
                "Give the discriminator more units or layers: the generator has nothing left to learn from it.",
            ]
        case .modeCollapse:
            packing
                + smoothness(
                    "Keep the discriminator smooth, so that no single sample fools it best") + [
                    "Slow the generator down, which runs ahead to the sample that fools best: "
                        + "\(settings([slower(.generator)])), or \(settings([moreUpdates(.discriminator)]))."
                ]
        case .memorised:
            [
                "Train on more data, or less long: \(settings(["training.iterations=\(max(1, spec.training.iterations / 2))"])).",
                "Give the generator fewer units: it has room for every training sample.",
            ]
        case .cannotTell:
            [
                spec.evaluation.critic.iterations == 0
                    ? "Ask a fresh critic: `\(reportCommand) --set evaluation.critic.iterations=\(CriticSpec().iterations)`."
                    : "Where a judge has too few samples, hold out more of the data (`saddle explain data`); where the critic "
                        + "had not levelled off: `\(reportCommand) --set evaluation.critic.iterations="
                        + "\(4 * spec.evaluation.critic.iterations)`.",
                "See whether a stronger discriminator still reads 0.5: \(settings([moreUpdates(.discriminator)])).",
                otherSeeds,
            ]
        case .discriminatorAhead, .discriminatorWins:
            [
                "Slow the discriminator down: \(settings([slower(.discriminator)])), or "
                    + "\(settings([fewerUpdates(.discriminator)]))."
            ] + vanishingGradients + smoothness("Keep the discriminator from being sure") + smoothing + [
                "Give the generator more units or layers."
            ]
        case .generatorWins:
            [
                "Slow the generator down: \(settings([slower(.generator)])), or \(settings([fewerUpdates(.generator)])).",
                "Give the discriminator more units or layers.",
            ]
        case .oneSided:
            [
                "Slow both down: the discriminator's outputs as a whole drift faster than it can correct. "
                    + "\(settings([slower(.discriminator), slower(.generator)])).",
                largerBatches,
            ]
        case .oscillating:
            smoothness("Damp the discriminator: on the Dirac-GAN this provably ends the circling") + momentum + [
                "Let both learning rates fall: \(settings(falling)).", largerBatches,
            ]
        case .unsettled:
            [
                trainLonger,
                "Measure on more samples, so that chance moves the accuracy less: "
                    + "\(settings(["evaluation.samples=\(4 * spec.evaluation.samples)"])).",
            ]
        case .tooShort: moreEvaluations
        case .diverged:
            [
                "Slow down the network that failed: \(settings([slower(.discriminator)])), or "
                    + "\(settings([slower(.generator)])).",
                "Limit the gradients: "
                    + "\(settings(["discriminator.gradient_clipping=1", "generator.gradient_clipping=1"])).",
            ]
        }
    }

    // MARK: Settings

    private enum Player: String {
        case discriminator, generator
    }

    /// To paste behind `saddle run FILE`.
    private func settings(_ settings: [String]) -> String {
        "`\(settings.map { "--set \(ShellText.word($0))" }.joined(separator: " "))`"
    }

    private func spec(_ player: Player) -> PlayerSpec {
        switch player {
        case .discriminator: spec.discriminator
        case .generator: spec.generator
        }
    }

    private func slower(_ player: Player) -> String { rate(player, 0.5) }
    private func faster(_ player: Player) -> String { rate(player, 2) }

    private func rate(_ player: Player, _ factor: Double) -> String {
        let rate = spec(player).optimizer.values.entries["learning_rate"].map { value in
            if case .real(let rate) = value { rate } else { 1e-4 }
        }
        return "\(player.rawValue).optimizer.learning_rate=\(NumberText.brief(factor * (rate ?? 1e-4)))"
    }

    private func updates(_ player: Player) -> Int {
        player == .discriminator ? spec.stepRatio.discriminator : spec.stepRatio.generator
    }

    private func moreUpdates(_ player: Player) -> String { "step_ratio.\(player.rawValue)=\(updates(player) + 1)" }

    /// Of one, or, where it has but one, more of the other.
    private func fewerUpdates(_ player: Player) -> String {
        updates(player) > 1
            ? "step_ratio.\(player.rawValue)=\(updates(player) - 1)"
            : moreUpdates(player == .discriminator ? .generator : .discriminator)
    }

    private var falling: [String] { ["discriminator.schedule=cosine", "generator.schedule=cosine"] }

    // MARK: Steps

    private var otherSeeds: String {
        "Repeat the run with other seeds, since one is one draw: \(settings(["sweep.seeds=3"]))."
    }

    private var trainLonger: String {
        "Train longer, with learning rates that fall: "
            + "\(settings(["training.iterations=\(2 * spec.training.iterations)"] + falling))."
    }

    private var moreEvaluations: [String] {
        let every = min(spec.evaluation.every / 2, spec.training.iterations / 20)
        let change =
            every > 0
            ? "Evaluate more often: \(settings(["evaluation.every=\(every)"]))"
            : "Train longer: \(settings(["training.iterations=\(10 * spec.training.iterations)"]))"
        return ["\(change); \(VerdictThresholds.fewestEvaluations) evaluations after the first update are the least."]
    }

    private var largerBatches: String {
        "Draw larger batches: \(settings(["training.batch_size=\(2 * spec.training.batchSize)"]))."
    }

    /// Lin et al. 2018. Layers that fix the shape of what the discriminator sees cannot take packs.
    private var packing: [String] {
        let next = spec.discriminator.pack + 1
        guard next <= 4, !spec.discriminator.allLayers.contains(where: { $0.name == "reshape" }) else { return [] }
        return [
            "Let the discriminator judge \(next) samples at once, so that it sees a lack of variety (PacGAN): "
                + "\(settings(["discriminator.pack=\(next)"]))."
        ]
    }

    /// Gradient penalties as in Mescheder et al. 2018, or, where a layer does not let them through, instance noise. Noise
    /// works through the curvature of the loss in the discriminator's output, and Wasserstein's has none (their section 3).
    private func smoothness(_ purpose: String) -> [String] {
        let present = spec.discriminator.regularization
        func weight(_ name: String, _ key: String) -> Double? {
            guard case .real(let value)? = present.first(where: { $0.name == name })?.values.entries[key] else {
                return nil
            }
            return value
        }
        func replaced(_ name: String, _ text: String) -> String {
            let others = present.filter { $0.name != name }.map(\.text)
            return settings(["discriminator.regularization=[\((others + [text]).joined(separator: ", "))]"])
        }
        let noise = weight("instance_noise", "std").map { 2 * $0 } ?? 0.1
        let noisy = replaced("instance_noise", "instance_noise: {std: \(NumberText.brief(noise))}")
        let isStraight = spec.loss.name == "wasserstein"
        if spec.discriminator.allLayers.contains(where: { $0.name == "batch_norm" }) {
            guard !isStraight else { return ["\(purpose): r1, with layer_norm in place of batch_norm."] }
            return ["\(purpose): \(noisy) (or r1, with layer_norm in place of batch_norm)."]
        }
        let penalty = weight("r1", "weight").map { 3 * $0 } ?? 10
        let penalized = replaced("r1", "r1: {weight: \(NumberText.brief(penalty))}")
        return [isStraight ? "\(purpose): \(penalized)." : "\(purpose): \(penalized), or \(noisy)."]
    }

    /// Gidel et al. 2019: positive momentum feeds the rotation.
    private var momentum: [String] {
        var changes: [String] = []
        for player in [Player.discriminator, .generator] {
            let optimizer = spec(player).optimizer
            if case .list(let betas)? = optimizer.values.entries["betas"], betas.count == 2, betas[0] != .real(0),
                case .real(let second) = betas[1]
            {
                changes.append("\(player.rawValue).optimizer.betas=[0.0, \(NumberText.brief(second))]")
            } else if case .real(let momentum)? = optimizer.values.entries["momentum"], momentum > 0 {
                changes.append("\(player.rawValue).optimizer.momentum=0")
            }
        }
        return changes.isEmpty ? [] : ["Take momentum away: \(settings(changes))."]
    }

    /// Goodfellow et al. 2014, section 3.
    private var vanishingGradients: [String] {
        spec.loss.name == "minimax"
            ? [
                "Change the loss: with minimax the generator's gradient vanishes where the discriminator is sure. "
                    + "\(settings(["loss=non_saturating"]))."
            ]
            : []
    }

    /// Salimans et al. 2016, section 3.4.
    private var smoothing: [String] {
        let hasTargets = ["minimax", "non_saturating", "least_squares"].contains(spec.loss.name)
        return hasTargets && spec.labelSmoothing.real == 1
            ? ["Smooth the labels of real samples: \(settings(["label_smoothing.real=0.9"]))."] : []
    }
}

extension Choice {
    /// As an entry of a list in a file: numbers only, which is all that regularizers have.
    fileprivate var text: String {
        let parts = values.entries.sorted { $0.key < $1.key }.compactMap { key, value -> String? in
            if case .real(let number) = value { "\(key): \(NumberText.brief(number))" } else { nil }
        }
        return parts.isEmpty ? name : "\(name): {\(parts.joined(separator: ", "))}"
    }
}
