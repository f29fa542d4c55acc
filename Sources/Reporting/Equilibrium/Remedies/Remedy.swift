import Configuration
import Diagnostics
import Training

/// Something to change in a run that is not at equilibrium, as settings to put behind the command that trains it.
///
/// An entry is a type in a file of its own, named in `Remedies.all`. Whether it is recommended is not its own to say:
/// see `AdviceRecord`.
public protocol Remedy: Sendable {
    static var name: String { get }
    /// What it does, as one would tell a colleague; its settings follow.
    static var help: String { get }

    /// Texts `key=value`; nil where the run has it already, or cannot take it.
    static func settings(_ spec: RunSpec) -> [String]?
}

/// The remedies by name. A new one is a file and a word here; Tests/Advice tries all of them.
public enum Remedies {
    public static let all: [any Remedy.Type] = [
        SlowerDiscriminator.self, FasterDiscriminator.self, MuchFasterDiscriminator.self, SlowerGenerator.self,
        FasterGenerator.self, MuchFasterGenerator.self, SlowerPlayers.self, MuchSlowerPlayers.self,
        MoreDiscriminatorUpdates.self, FewerDiscriminatorUpdates.self, MoreGeneratorUpdates.self, FallingRates.self,
        LongerTraining.self, ShorterTraining.self, LargerBatches.self, LightPenalty.self, GradientPenaltyOnData.self,
        StrongPenalty.self, InterpolatedPenalty.self, PenaltyAroundData.self, NoiseOnSamples.self,
        SpectralNormalization.self, AveragedGenerator.self, PenaltyAndAverage.self, PenaltyAverageAndFall.self,
        SmoothLabels.self, NonSaturatingLoss.self, HingeLoss.self, RelativisticLoss.self, WiderDiscriminator.self,
        MuchWiderDiscriminator.self, WiderGenerator.self, NarrowerGenerator.self, PackedSamples.self, NoMomentum.self,
        AdamForBoth.self, GradientClipping.self,
    ]

    public static func remedy(_ name: String) -> (any Remedy.Type)? { all.first { $0.name == name } }
}

/// What remedies share.
extension RunSpec {
    subscript(_ player: Player) -> PlayerSpec {
        switch player {
        case .discriminator: discriminator
        case .generator: generator
        }
    }

    func rate(_ player: Player, times factor: Double) -> String {
        let rate = self[player].optimizer.values.entries["learning_rate"].map { value in
            if case .real(let rate) = value { rate } else { 1e-4 }
        }
        return "\(player.rawValue).optimizer.learning_rate=\(NumberText.brief(factor * (rate ?? 1e-4)))"
    }

    /// nil where both learning rates change already.
    var falling: [String]? {
        let constant = Player.allCases.filter { self[$0].schedule.name == "constant" }
        return constant.isEmpty ? nil : constant.map { "\($0.rawValue).schedule=cosine" }
    }

    var averaged: String { "generator.average={decay: \(NumberText.brief(AverageSpec.usualDecay))}" }

    /// The discriminator's regularizers and one more; nil where it has that one, or where batch statistics, which tie
    /// the samples of a batch together, leave the gradient at one sample without a meaning.
    func regularized(_ name: String, _ values: [String: Value]) -> [String]? {
        let present = discriminator.regularization
        let isPenalty = name != "instance_noise"
        guard !present.contains(where: { $0.name == name }),
            !(isPenalty && discriminator.allLayers.contains { $0.name == "batch_norm" })
        else { return nil }
        let all = present + [Choice(.regularizers, name, Values(values))]
        return ["discriminator.regularization=\(CanonicalText.text(.list(all.map(Value.choice))))"]
    }

    /// Dense layers but the last with so many times the units, and convolutions with so many times the channels; nil
    /// where there is no layer to change.
    func widened(_ player: Player, times factor: Double) -> [String]? {
        let layers = self[player].layers
        let sized = layers.indices.filter { ["dense", "conv2d", "conv_transpose2d"].contains(layers[$0].name) }
        // A layer whose output takes another shape, or is named elsewhere, is as wide as that wants it.
        let free = sized.dropLast().filter { index in
            let next = layers[layers.index(after: index)]
            return next.name != "reshape" && layers[index].values.entries["id"] ?? .null == .null
        }
        guard !free.isEmpty else { return nil }
        let changed = layers.enumerated().map { index, layer -> Value in
            guard free.contains(index) else { return .choice(layer) }
            var entries = layer.values.entries
            for key in ["units", "filters"] {
                if case .integer(let count)? = entries[key] {
                    entries[key] = .integer(max(1, Int((Double(count) * factor).rounded())))
                }
            }
            return .choice(Choice(layer.kind, layer.name, Values(entries)))
        }
        return ["\(player.rawValue).layers=\(CanonicalText.text(.list(changed)))"]
    }

    /// Whether the loss can be replaced by one that has no targets.
    var hasPlainTargets: Bool { labelSmoothing == LabelSmoothing(real: 1, fake: 0, flip: 0) }
}
